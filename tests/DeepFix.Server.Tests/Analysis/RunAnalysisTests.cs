using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Analysis;

public sealed class RunAnalysisTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    [Fact]
    public async Task A_run_with_contract_artifacts_is_diagnosed()
    {
        _mlflow.Add(LabelledRuns.NanLoss);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.ContentType.ShouldBe("application/json");
        answer.Result.Status.ShouldBe(AnalysisStatus.Completed);
        answer.Result.RunStatus.ShouldBe("FINISHED");
        answer.Result.RequestId.ShouldBe(answer.RequestId);
        answer.Result.Findings.Select(f => f.Code).ShouldContain(Codes.NanLoss);
        answer.Result.Warnings.ShouldBe(["Deepchecks artifacts not found - skipping data quality analysis"]);
    }

    [Fact]
    public async Task A_healthy_run_has_no_grave_finding()
    {
        _mlflow.Add(LabelledRuns.Healthy);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.Healthy, _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.Findings.ShouldAllBe(f => f.Severity == Severity.Low);
    }

    [Fact]
    public async Task Missing_deepchecks_and_dataset_give_the_warnings_and_summary_of_the_specification()
    {
        _mlflow.Add(LabelledRuns.NanLoss, under: "training_artifacts");

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);

        answer.Result.Status.ShouldBe(AnalysisStatus.Completed);
        answer.Result.Warnings.ShouldBe(["Deepchecks artifacts not found - skipping data quality analysis", "Dataset metadata not found - skipping dataset analysis"]);
        answer.Result.Summary.ShouldStartWith("Training analysis completed. Data quality analysis unavailable due to missing artifacts.");
    }

    [Fact]
    public async Task A_run_without_artifacts_is_rebuilt_from_its_histories_and_a_warning_says_so()
    {
        FakeRun run = _mlflow.Store.AddRun(id: "histories");
        run.Status = "FINISHED";
        run.WithMetric("train_loss", 1, 0.8, 0.5, double.NaN, double.NaN, double.NaN).WithMetric("val_loss", 1.1, 0.9, 0.6, double.NaN, double.NaN, double.NaN).WithParam("lr", "0.5");

        Answer answer = await server.AnalyzeAsync("histories", _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.AgentResults.ShouldContain(a => a.AgentName == AgentNames.Training);
        answer.Result.Findings.Select(f => f.Code).ShouldContain(Codes.NanLoss);
        answer.Result.Warnings.ShouldContain(w => w.Contains("rebuilt", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_server_answers_what_the_engine_says_in_process()
    {
        _mlflow.Add(LabelledRuns.NanLoss);
        var source = new MlflowRunSource(_mlflow.Uri.AbsoluteUri.TrimEnd('/'), LabelledRuns.NanLoss);
        AnalysisResult inProcess = await RunAnalysis.Default.AnalyzeAsync(source, new AnalysisOptions(), cancellationToken: TestContext.Current.CancellationToken);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);

        answer.ShouldSayTheSameAs(inProcess);
    }

    [Fact]
    public async Task Ten_analyses_at_once_are_all_right()
    {
        _mlflow.Add(LabelledRuns.NanLoss);
        _mlflow.Add(LabelledRuns.Healthy);
        string[] asked = [.. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? LabelledRuns.NanLoss : LabelledRuns.Healthy)];

        Answer[] answers = await Task.WhenAll(asked.Select(run => server.AnalyzeAsync(run, _mlflow.Uri)));

        answers.Select(a => a.Result.RunId).ShouldBe(asked);
        answers.Select(a => a.RequestId).Distinct(StringComparer.Ordinal).Count().ShouldBe(10);
        answers.Where(a => a.Result.RunId == LabelledRuns.NanLoss).Select(a => a.Verdict).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        answers.Where(a => a.Result.RunId == LabelledRuns.NanLoss).ShouldAllBe(a => a.Result.Findings.Any(f => f.Code == Codes.NanLoss));
        answers.Where(a => a.Result.RunId == LabelledRuns.Healthy).ShouldAllBe(a => a.Result.Findings.All(f => f.Code != Codes.NanLoss));
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task Options_and_context_reach_the_engine()
    {
        _mlflow.Add(LabelledRuns.NanLoss);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri, body => body["analysis_options"] = new JsonObject { ["enable_training_analysis"] = false });

        answer.Result.AgentResults.ShouldNotContain(a => a.AgentName == AgentNames.Training);
        answer.Result.NotAssessed.ShouldContain(n => n.Code == Codes.NanLoss && n.Because == "switched off");
    }

    [Fact]
    public async Task A_result_that_should_be_logged_to_MLflow_is()
    {
        _mlflow.Add(LabelledRuns.Healthy);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.Healthy, _mlflow.Uri, body => body["analysis_options"] = new JsonObject { ["log_to_mlflow"] = true });

        answer.Result.Warnings.ShouldNotContain(w => w.Contains("not logged"));
        FakeRun run = _mlflow.Store.Runs.Single();
        run.Tags["deepfix.verdict"].ShouldBe("clean");
        run.Tags["deepfix.request_id"].ShouldBe(answer.RequestId);
        run.Artifacts.Keys.ShouldContain("deepfix/result.json");
    }

    [Fact]
    public async Task The_tracking_servers_path_prefix_and_the_operators_login_are_used()
    {
        await using FakeMlflow guarded = await FakeMlflow.StartAsync(new FakeMlflowOptions { PathPrefix = "/team/ml", Account = ("reader", "hunter2") });
        guarded.Add(LabelledRuns.NanLoss);
        string origin = guarded.Uri.Origin();
        using RunningServer own = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DeepFix:AllowedTrackingHosts:0"] = origin,
            ["DeepFix:Mlflow:Hosts:0:Url"] = origin,
            ["DeepFix:Mlflow:Hosts:0:Username"] = "reader",
            ["DeepFix:Mlflow:Hosts:0:Password"] = "hunter2",
        });

        Answer answer = await own.AnalyzeAsync(LabelledRuns.NanLoss, guarded.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        own.Log.AtLeast(Microsoft.Extensions.Logging.LogLevel.Trace).ShouldAllBe(line => !line.Contains("hunter2"));
    }

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();
}
