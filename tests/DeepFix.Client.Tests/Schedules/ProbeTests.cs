using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Testing;

namespace DeepFix.Client.Tests.Schedules;

/// <summary>How long a recorder is held by a server that is away: 5 s in all, in virtual time.</summary>
public sealed class ProbeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    private static readonly AnalysisRequest Request = new() { RunId = "r1", MlflowTrackingUri = "http://localhost:5000" };

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData("refused", 3)]
    [InlineData("reset", 3)]
    [InlineData("cut", 3)]
    [InlineData("silent", 4.5)]
    [InlineData("stalls", 4.5)]
    public void A_server_that_is_away_is_given_up_within_five_seconds(string network, double ended)
    {
        var server = new ScriptedServer(_time, (_, ct) => Meeting.AnswerAsync(new JsonObject { ["network"] = network }, _time, ct));
        using DeepFixClient client = server.Client();
        _time.Run(() => client.ProbeAsync(Patience, CancellationToken.None)).ShouldBeOfType<ServerUnavailableException>();
        _time.Seconds.ShouldBe(ended, 0.01);
    }

    [Theory]
    [InlineData("refused", 3)]
    [InlineData("cut", 3)]
    [InlineData("stalls", 4.5)]
    public void A_server_that_goes_away_during_an_analysis_is_given_up_within_five_seconds(string network, double ended)
    {
        var server = new ScriptedServer(_time, (_, ct) => Meeting.AnswerAsync(new JsonObject { ["network"] = network }, _time, ct));
        using DeepFixClient client = server.Client();
        Should.Throw<ServerUnavailableException>(() => _time.Run(() => client.AnalyzeAsync(Request, TimeSpan.FromSeconds(70), Patience, CancellationToken.None)));
        _time.Seconds.ShouldBe(ended, 0.01);
    }

    [Fact]
    public void An_analysis_that_takes_its_time_is_waited_for()
    {
        var server = new ScriptedServer(_time, (_, ct) => Meeting.AnswerAsync(new JsonObject { ["takes"] = 58.0, ["status"] = 200.0, ["body"] = "result" }, _time, ct));
        using DeepFixClient client = server.Client();
        _time.Run(() => client.AnalyzeAsync(Request, TimeSpan.FromSeconds(70), Patience, CancellationToken.None)).Summary.ShouldBe("Fine.");
        _time.Seconds.ShouldBe(58, 0.01);
    }

    [Fact]
    public void A_busy_server_is_waited_for_as_it_asks_within_the_deadline()
    {
        int met = 0;
        var server = new ScriptedServer(_time, (_, ct) => Meeting.AnswerAsync(
            ++met < 3 ? new JsonObject { ["status"] = 503.0, ["headers"] = new JsonObject { ["Retry-After"] = "30" } } : new JsonObject { ["status"] = 200.0, ["body"] = "result" }, _time, ct));
        using DeepFixClient client = server.Client();
        _time.Run(() => client.AnalyzeAsync(Request, TimeSpan.FromSeconds(70), Patience, CancellationToken.None)).Summary.ShouldBe("Fine.");
        _time.Seconds.ShouldBe(60, 0.01);
    }
}
