using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Compare;

public sealed class ComparisonEndpointTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    [Fact]
    public async Task Runs_are_compared_and_the_change_between_them_explains_the_difference()
    {
        Add("good", 0.95, "0.001");
        Add("bad", 0.5, "0.5");

        Answer answer = await CompareAsync(["good", "bad"], body => body["baseline"] = "good");

        answer.Status.ShouldBe(200, answer.Body);
        answer.ContentType.ShouldBe("application/json");
        ComparisonResult result = JsonSerializer.Deserialize(answer.Body, DeepFixJson.Default.ComparisonResult)!;
        result.RequestId.ShouldBe(answer.RequestId);
        result.Runs.Select(r => r.Verdict).ShouldBe([RunVerdict.Reference, RunVerdict.Worse]);
        result.Explanations[0].Change.ShouldBe("learning_rate");
        result.Curves.ShouldNotBeEmpty();
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_left_out_and_named_where_two_others_are()
    {
        Add("one", 0.95, "0.001");
        Add("two", 0.94, "0.001");
        Answer answer = await CompareAsync(["one", "two", "none"]);
        answer.Status.ShouldBe(200, answer.Body);
        ComparisonResult result = JsonSerializer.Deserialize(answer.Body, DeepFixJson.Default.ComparisonResult)!;
        result.Runs.Select(r => r.RunId).ShouldBe(["one", "two"]);
        result.Warnings.ShouldContain(w => w.StartsWith("none is left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_two_runs_or_the_baseline_there_is_nothing_to_compare()
    {
        Add("one", 0.95, "0.001");
        Add("two", 0.94, "0.001");
        (await CompareAsync(["one", "none"])).ShouldBeError(ErrorCode.RunNotFound);
        (await CompareAsync(["one", "two", "none"], body => body["baseline"] = "none")).ShouldBeError(ErrorCode.RunNotFound);
    }

    [Theory]
    [InlineData("""{}""", "runs", "required")]
    [InlineData("""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "http://localhost:5000"}]}""", "runs", "must be a list of 2 to 100 objects")]
    [InlineData("""{"runs": ["a", "b"]}""", "runs", "must be a list of 2 to 100 objects")]
    [InlineData("""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "http://localhost:5000"}, {"mlflow_tracking_uri": "http://localhost:5000"}]}""", "runs[1].run_id", "required")]
    [InlineData("""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "ftp://x"}, {"run_id": "b", "mlflow_tracking_uri": "http://localhost:5000"}]}""", "runs[0].mlflow_tracking_uri", "must be an absolute http or https URI")]
    [InlineData("""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "http://localhost:5000"}, {"run_id": "a", "mlflow_tracking_uri": "http://localhost:5000"}]}""", "runs", "must name every run_id once")]
    [InlineData("""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "http://localhost:5000"}, {"run_id": "b", "mlflow_tracking_uri": "http://localhost:5000"}], "baseline": "c"}""", "baseline", "must be the run_id of one of 'runs'")]
    [InlineData("""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "http://localhost:5000"}, {"run_id": "b", "mlflow_tracking_uri": "http://localhost:5000"}], "max_analysis_time": 5}""", "max_analysis_time", "must be a number from 30 to 300")]
    public async Task What_is_wrong_with_a_request_is_named(string body, string field, string constraint)
    {
        Answer answer = (await server.PostToAsync("/api/v1/compare", body)).ShouldBeError(ErrorCode.ValidationError);
        ((string?)answer.Details["field"]).ShouldBe(field);
        ((string?)answer.Details["constraint"]).ShouldBe(constraint);
    }

    [Fact]
    public async Task More_than_a_hundred_runs_are_refused()
        => ((string?)(await CompareAsync([.. Enumerable.Range(0, 101).Select(i => i.ToString(CultureInfo.InvariantCulture))])).ShouldBeError(ErrorCode.ValidationError).Details["field"]).ShouldBe("runs");

    [Fact]
    public async Task A_tracking_server_that_is_not_on_the_list_is_refused_before_anything_is_fetched()
    {
        int asked = _mlflow.Requests.Count;
        Answer answer = await server.PostToAsync("/api/v1/compare", $$"""{"runs": [{"run_id": "a", "mlflow_tracking_uri": "{{_mlflow.Uri}}"}, {"run_id": "b", "mlflow_tracking_uri": "http://mlflow.example:5000"}]}""");
        answer.ShouldBeError(ErrorCode.Forbidden);
        _mlflow.Requests.Count.ShouldBe(asked);
    }

    private Task<Answer> CompareAsync(string[] runs, Action<JsonObject>? further = null)
    {
        string uri = _mlflow.Uri.AbsoluteUri.TrimEnd('/');
        var body = new JsonObject { ["runs"] = new JsonArray([.. runs.Select(r => (JsonNode)new JsonObject { ["run_id"] = r, ["mlflow_tracking_uri"] = uri })]) };
        further?.Invoke(body);
        return server.PostToAsync("/api/v1/compare", body.ToJsonString());
    }

    private void Add(string name, double accuracy, string rate)
    {
        var csv = new StringBuilder("step,epoch,train_loss,val_loss,val_accuracy\n");
        for (int i = 0; i < 20; i++) csv.Append(CultureInfo.InvariantCulture, $"{i + 1},{i},{2.3 - (0.1 * i):0.###},{2.4 - (0.1 * i):0.###},{accuracy * (1 - Math.Exp(-i / 3.0)):0.####}\n");
        FakeRun run = _mlflow.Store.AddRun(id: name);
        run.Status = "FINISHED";
        run.WithArtifact("training_artifacts/metrics.csv", csv.ToString()).WithArtifact("training_artifacts/params.yaml", $"model_name: mlp\noptimizer: adam\nlearning_rate: {rate}\n");
    }
}
