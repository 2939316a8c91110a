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
    public async Task A_healthy_run_has_no_grave_finding()
    {
        _mlflow.Add(LabelledRuns.Healthy);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.Healthy, _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.Findings.ShouldAllBe(f => f.Severity == Severity.Low);
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
    public async Task Options_and_context_reach_the_engine()
    {
        _mlflow.Add(LabelledRuns.NanLoss);

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri, body => body["analysis_options"] = new JsonObject { ["enable_training_analysis"] = false });

        answer.Result.AgentResults.ShouldNotContain(a => a.AgentName == AgentNames.Training);
        answer.Result.NotAssessed.ShouldContain(n => n.Code == Codes.NanLoss && n.Because == "switched off");
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
