using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Tests.Stores;

public sealed class RunFilterTests
{
    private static readonly Run Some = new()
    {
        RunId = "abc",
        ExperimentId = "1",
        Name = "it's me",
        Status = MlflowRunStatus.Failed,
        ArtifactUri = "",
        Params = new Dictionary<string, string>(StringComparer.Ordinal) { ["lr"] = "0.1", ["odd key"] = "a=b and c" },
        Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["mlflow.parentRunId"] = "p1", ["empty"] = "" },
    };

    [Theory]
    [InlineData(null), InlineData(""), InlineData("  ")]
    [InlineData("tags.mlflow.parentRunId = 'p1'"), InlineData("tag.mlflow.parentRunId='p1'"), InlineData("tags.`mlflow.parentRunId` = \"p1\"")]
    [InlineData("params.lr = '0.1' AND attributes.status = 'FAILED'"), InlineData("param.`odd key`='a=b and c' and status='FAILED'"), InlineData("parameters.\"odd key\" = 'a=b and c'")]
    [InlineData("run_name = \"it's me\""), InlineData("attributes.run_name = \"it's me\"  "), InlineData("tags.empty = ''"), InlineData("status == 'FAILED'")]
    public void Filter_matches(string? filter) => RunFilter.Parse(filter).Matches(Some).ShouldBeTrue();

    [Theory]
    [InlineData("tags.mlflow.parentRunId = 'P1'"), InlineData("tags.absent = ''"), InlineData("params.lr = '0.1' and status = 'FINISHED'"), InlineData("params.LR = '0.1'"), InlineData("run_name = ''")]
    public void Filter_does_not_match(string filter) => RunFilter.Parse(filter).Matches(Some).ShouldBeFalse();

    [Theory]
    [InlineData("metrics.loss < 1", "'metrics.loss' cannot be compared here")]
    [InlineData("params.lr != '0.1'", "only '=' is understood, at character 11")]
    [InlineData("tags.a LIKE 'x%'", "only '=' is understood, at character 8")]
    [InlineData("tags.a = 'x' or tags.b = 'y'", "only 'and' joins terms, at character 14")]
    [InlineData("tags.a = x", "a value in quotes is wanted at character 10")]
    [InlineData("tags.a = 'x", "the quote at character 10 is not closed")]
    [InlineData("tags. = 'x'", "a key is wanted at character 6")]
    [InlineData("attributes.start_time = '1'", "'start_time' cannot be compared here")]
    [InlineData("(tags.a = 'x')", "'(tags.a' cannot be compared here")]
    [InlineData("tags.a = 'x' and", "only 'and' joins terms, at character 14")]
    [InlineData("tags.a = 'x' and ", "'' cannot be compared here")]
    public void What_is_not_understood_is_said_with_its_place(string filter, string what)
    {
        var failure = Should.Throw<MlflowException>(() => RunFilter.Parse(filter));
        failure.Code.ShouldBe(MlflowErrorCode.InvalidParameter);
        failure.Message.ShouldContain(what);
        failure.Remedy.ShouldContain("joined with 'and'");
    }

    [Fact]
    public async Task Search_for_no_runs_is_refused()
    {
        await using var store = new SqliteTrackingStore("any.db", new MlflowOptions());
        var failure = await Should.ThrowAsync<MlflowException>(async () =>
        {
            await foreach (var _ in store.SearchRunsAsync(new RunSearch { ExperimentIds = ["1"], MaxResults = 0 }, TestContext.Current.CancellationToken)) { }
        });
        failure.Code.ShouldBe(MlflowErrorCode.InvalidParameter);
    }
}
