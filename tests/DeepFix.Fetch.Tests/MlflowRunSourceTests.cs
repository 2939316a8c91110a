using DeepFix.Api;
using DeepFix.Mlflow;
using DeepFix.Testing;

namespace DeepFix.Fetch.Tests;

public sealed class MlflowRunSourceTests : IDisposable
{
    private static readonly MlflowOptions Options = new() { UseEnvironment = false };

    private readonly string _temporary = Directory.CreateTempSubdirectory("deepfix-fetch-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_with_a_five_gigabyte_checkpoint_transfers_its_small_files_only()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = mlflow.Store.AddRun()
            .WithArtifact("training_artifacts/metrics.csv", "step,epoch,train_loss,val_loss\n1,0,2,2\n2,1,1,1\n3,2,0.5,0.6\n")
            .WithArtifact("training_artifacts/params.yaml", "model_name: MLP\noptimizer: Adam\nlearning_rate: 0.001\n")
            .WithArtifact("training_artifacts/debug.bin", FakeArtifact.Sparse(1L << 30))
            .WithArtifact("checkpoints/last.ckpt", FakeArtifact.Sparse(5L << 30));

        AnalysisResult result = await Analyze(mlflow, run.Id);

        result.AgentResults[0].AnalyzedArtifacts.ShouldBe(["training_artifacts/metrics.csv", "training_artifacts/params.yaml"]);
        mlflow.BytesSent.ShouldBeLessThan(10L << 20);
        Directory.EnumerateFileSystemEntries(_temporary).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_three_hundred_metrics_only_those_that_a_name_rule_knows_are_asked_for_at_most_eight_at_once()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = mlflow.Store.AddRun().WithMetric("train_loss", 3, 2, 1).WithMetric("val_loss", 3, 2, 1).WithParam("lr", "0.001");
        for (int i = 0; i < 280; i++) run.WithMetric("my_metric_" + Significant.Text(i), 1, 2, 3);
        for (int i = 0; i < 18; i++) run.WithMetric("system/gpu_" + Significant.Text(i), 1, 2, 3);

        AnalysisResult result = await Analyze(mlflow, run.Id);

        mlflow.Requests.Count(r => r.Contains("get-history")).ShouldBeLessThanOrEqualTo(282);
        mlflow.Requests.ShouldNotContain(r => r.Contains("system"));
        mlflow.MostInFlight.ShouldBeLessThanOrEqualTo(8);
        result.Warnings.ShouldContain(w => w.StartsWith("18 system metrics (system/*) were not read"));
        result.Curves.Select(c => c.Series).ShouldBe(["train_loss", "val_loss"]);
    }

    [Fact]
    public async Task A_parent_run_without_metrics_lists_its_children()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun parent = mlflow.Store.AddRun();
        FakeRun child = mlflow.Store.AddRun().WithMetric("train_loss", 3, 2, 1).WithTag("mlflow.parentRunId", parent.Id);

        AnalysisResult result = await Analyze(mlflow, parent.Id);

        result.Status.ShouldBe(AnalysisStatus.Completed);
        result.Warnings.ShouldContain(w => w.Contains(child.Id));
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_named_with_what_to_do()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        DeepFixException failure = await Should.ThrowAsync<DeepFixException>(() => Analyze(mlflow, "0123456789abcdef0123456789abcdef"));
        failure.Code.ShouldBe(ErrorCode.RunNotFound);
        failure.Details["suggestion"].ShouldNotBeNull();
        Directory.EnumerateFileSystemEntries(_temporary).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_there_and_cannot_be_read_is_an_error_not_a_missing_artifact()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = mlflow.Store.AddRun()
            .WithArtifact("training_artifacts/metrics.csv", "step,epoch,train_loss\n1,0,2\n2,1,1\n3,2,0.5\n")
            .WithArtifact("dataset/metadata.yaml", "dataset_name: d\nnum_train_samples: 100\nnum_classes: 2\n");
        mlflow.Interceptor = request => request.Path.Value!.EndsWith("metrics.csv", StringComparison.Ordinal) || request.QueryString.Value!.Contains("metrics.csv") ? (500, "text/plain", "Internal Server Error") : null;

        DeepFixException failure = await Should.ThrowAsync<DeepFixException>(() => Analyze(mlflow, run.Id));

        failure.Code.ShouldBe(ErrorCode.MlflowError);
        failure.IsRetryable.ShouldBeTrue();
        failure.Message.ShouldContain("metrics.csv");
        Directory.EnumerateFileSystemEntries(_temporary).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_down_gives_the_error_of_the_specification()
    {
        Uri uri;
        await using (FakeMlflow mlflow = await FakeMlflow.StartAsync()) uri = mlflow.Uri;
        string shown = uri.ToString().TrimEnd('/');

        DeepFixException failure = await Should.ThrowAsync<DeepFixException>(() => RunAnalysis.Default.AnalyzeAsync(new MlflowRunSource(shown, "r", Options, null, _temporary), new AnalysisOptions(), cancellationToken: Cancellation));

        failure.Code.ShouldBe(ErrorCode.MlflowConnectionError);
        failure.IsRetryable.ShouldBeTrue();
        failure.Message.ShouldBe($"Unable to connect to MLflow tracking server at {shown}");
        failure.Details["tracking_uri"]!.GetValue<string>().ShouldBe(shown);
        failure.Details["suggestion"]!.GetValue<string>().ShouldBe("Check MLflow server is running and accessible");
        // The default of 120 s is cut so that 5 s of the 60 s remain.
        failure.Details["timeout"]!.GetValue<double>().ShouldBeInRange(54, 55);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_no_file_behind()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync(new FakeMlflowOptions { Delay = TimeSpan.FromMilliseconds(300) });
        FakeRun run = mlflow.Store.AddRun().WithArtifact("training_artifacts/metrics.csv", "step,epoch,train_loss\n1,0,1\n");
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(800));

        await Should.ThrowAsync<OperationCanceledException>(() => RunAnalysis.Default.AnalyzeAsync(Source(mlflow, run.Id), new AnalysisOptions(), cancellationToken: caller.Token));

        Directory.EnumerateFileSystemEntries(_temporary).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_run_gives_the_same_result_twice_but_for_its_own_id_and_times()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = mlflow.Store.AddRun().WithMetric("train_loss", 5, 4, 3, 2, 1, 0.9, 0.8, 0.7, 0.6, 0.5).WithMetric("val_loss", 5, 4, 3, 3, 3.5, 4, 4.5, 5, 6, 7).WithParam("lr", "0.001");
        (await Json(mlflow, run.Id)).ShouldBe(await Json(mlflow, run.Id));
    }

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    private async Task<string> Json(FakeMlflow mlflow, string runId)
        => System.Text.Json.JsonSerializer.Serialize((await Analyze(mlflow, runId)) with { RequestId = "", ExecutionTime = 0, Timestamp = default }, DeepFixJson.Default.AnalysisResult);

    private Task<AnalysisResult> Analyze(FakeMlflow mlflow, string runId) => RunAnalysis.Default.AnalyzeAsync(Source(mlflow, runId), new AnalysisOptions(), cancellationToken: Cancellation);

    private MlflowRunSource Source(FakeMlflow mlflow, string runId) => new(mlflow.Uri.ToString(), runId, Options, null, _temporary);
}
