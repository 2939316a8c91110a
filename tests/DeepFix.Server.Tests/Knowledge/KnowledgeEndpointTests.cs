using System.Diagnostics;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Knowledge;
using DeepFix.Server.Knowledge;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Knowledge;

public sealed class KnowledgeEndpointTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Route = "/api/v1/knowledge/query";

    [Fact]
    public async Task A_question_is_answered_and_the_second_time_from_what_was_kept()
    {
        const string Body = """{"query": "training loss falls but validation loss rises", "max_results": 3}""";
        Answer first = await server.PostToAsync(Route, Body), second = await server.PostToAsync("/knowledge/query", Body);
        first.Status.ShouldBe(200, first.Body);
        first.Json["results"]!.AsArray().Count.ShouldBe(3);
        ((bool)first.Json["cached"]!).ShouldBeFalse();
        ((bool)second.Json["cached"]!).ShouldBeTrue();
        JsonNode.DeepEquals(first.Json["results"], second.Json["results"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", "query")]
    [InlineData("""{"query": " "}""", "query")]
    [InlineData("""{"query": "loss", "domain": "cooking"}""", "domain")]
    [InlineData("""{"query": "loss", "query_type": "joke"}""", "query_type")]
    [InlineData("""{"query": "loss", "max_results": 0}""", "max_results")]
    [InlineData("""{"query": "loss", "max_results": 2.5}""", "max_results")]
    [InlineData("""{"query": "loss", "min_confidence": 2}""", "min_confidence")]
    public async Task A_field_at_fault_is_named(string body, string field)
        => ((string?)(await server.PostToAsync(Route, body)).ShouldBeError(ErrorCode.ValidationError).Details["field"]).ShouldBe(field);

    [Fact]
    public void Every_setting_of_a_question_is_part_of_its_key()
    {
        var query = new KnowledgeQuery { Query = "a" };
        KnowledgeQuery[] different = [query, query with { Query = "b" }, query with { Query = "a|global" }, query with { Domain = "training" }, query with { QueryType = "solution" }, query with { MaxResults = 6 }, query with { MinConfidence = 0.71 }];
        different.Select(KnowledgeAnswers.Key).ShouldBeUnique();
        KnowledgeAnswers.Key(query).ShouldEndWith(KnowledgeSearch.Version);
    }

    [Fact]
    public async Task A_kept_answer_takes_less_than_a_millisecond()
    {
        using var cache = new AnswerCache(CacheLimits.Default, TimeProvider.System);
        var query = new KnowledgeQuery { Query = "loss is nan" };
        List<double> taken = [];
        for (int i = 0; i < 500; i++) taken.Add(await MillisecondsAsync(cache, query));
        taken[100..].Order().ElementAt((int)(0.99 * 400)).ShouldBeLessThan(1);
    }

    private static async Task<double> MillisecondsAsync(AnswerCache cache, KnowledgeQuery query)
    {
        long began = Stopwatch.GetTimestamp();
        await cache.GetAsync(KnowledgeAnswers.Key(query), _ => ValueTask.FromResult(KnowledgeSearch.Default.Ask(query)), TestContext.Current.CancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
