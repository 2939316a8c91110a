using System.Text;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Mlflow;
using DeepFix.Testing;

namespace DeepFix.Fetch.Tests;

public sealed class ResultLogTests
{
    private static readonly AnalysisOptions Logged = new() { LogToMlflow = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_result_stands_in_the_run_as_tags_and_files()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = Overfitting(mlflow).WithTag("owner", "me");

        AnalysisResult result = await AnalyzeAsync(mlflow, run);

        result.Warnings.ShouldNotContain(w => w.Contains("not logged"));
        run.Tags["deepfix.verdict"].ShouldBe(result.RootCauses[0].Code);
        run.Tags["deepfix.findings"].Split(',').ShouldBe(result.Findings.Select(f => f.Code), ignoreOrder: true);
        run.Tags["deepfix.request_id"].ShouldBe(result.RequestId);
        run.Tags["owner"].ShouldBe("me");
        JsonSerializer.Deserialize(await ReadAsync(run, "deepfix/result.json"), DeepFixJson.Default.AnalysisResult)!.ArtifactsDigest.ShouldBe(result.ArtifactsDigest);
        Encoding.UTF8.GetString(await ReadAsync(run, "deepfix/report.html")).ShouldStartWith("<!DOCTYPE html>");
        Encoding.UTF8.GetString(await ReadAsync(run, "deepfix/report.html")).ShouldContain(result.RootCauses[0].Title);
        Encoding.UTF8.GetString(await ReadAsync(run, "deepfix/report.md")).ShouldContain(result.RootCauses[0].Title);
    }

    [Fact]
    public async Task What_was_logged_changes_no_later_analysis()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = Overfitting(mlflow);

        AnalysisResult first = await AnalyzeAsync(mlflow, run);
        string[] files = [.. run.Artifacts.Keys];
        AnalysisResult second = await AnalyzeAsync(mlflow, run);

        Plain(second).ShouldBe(Plain(first));
        run.Artifacts.Keys.ShouldBe(files);
        run.Tags["deepfix.request_id"].ShouldBe(second.RequestId);
    }

    [Fact]
    public async Task A_server_that_refuses_to_be_written_to_costs_a_warning_and_no_result()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = Overfitting(mlflow);
        mlflow.Interceptor = request => request.Method is "PUT" or "POST" ? (403, "text/plain", "Permission denied") : null;

        AnalysisResult result = await AnalyzeAsync(mlflow, run);

        result.RootCauses.ShouldNotBeEmpty();
        result.Warnings.ShouldContain(w => w.StartsWith("The result was not logged to MLflow: "));
        run.Tags.Keys.ShouldNotContain(k => k.StartsWith("deepfix."));
    }

    [Fact]
    public async Task A_run_without_a_fault_is_tagged_clean()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun run = mlflow.Store.AddRun();
        run.Status = "FINISHED";
        double[] falling = [.. Enumerable.Range(0, 40).Select(i => 0.2 + (1.5 * Math.Exp(-i / 6.0)) + (0.004 * Math.Sin(i * 7.0)))];
        run.WithMetric("train_loss", falling).WithMetric("val_loss", [.. falling.Select((v, i) => v + 0.01 + (0.004 * Math.Cos(i * 5.0)))]);

        AnalysisResult result = await AnalyzeAsync(mlflow, run);

        result.RootCauses.ShouldBeEmpty();
        run.Tags["deepfix.verdict"].ShouldBe("clean");
    }

    [Fact]
    public async Task A_store_on_disk_is_said_to_be_only_read()
    {
        string folder = Directory.CreateTempSubdirectory("deepfix-log-").FullName;
        try
        {
            var source = new MlflowRunSource(folder, "r", new MlflowOptions { UseEnvironment = false });
            string? warning = await source.LogAsync(new AnalysisResult { RequestId = "req_1", RunId = "r", Status = AnalysisStatus.Completed, Summary = "" }, TimeSpan.FromSeconds(5), Cancellation);
            warning.ShouldNotBeNull().ShouldContain("only read");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FakeRun Overfitting(FakeMlflow mlflow)
    {
        FakeRun run = mlflow.Store.AddRun();
        run.Status = "FINISHED";
        double[] train = [.. Enumerable.Range(0, 40).Select(i => 2.3 * Math.Exp(-i / 6.0))];
        double[] validation = [.. Enumerable.Range(0, 40).Select(i => (i < 8 ? 2.3 - (0.2 * i) : 0.9 + (0.08 * (i - 8))) + (0.01 * Math.Sin(i * 3.0)))];
        return run.WithMetric("train_loss", train).WithMetric("val_loss", validation);
    }

    private static Task<AnalysisResult> AnalyzeAsync(FakeMlflow mlflow, FakeRun run)
        => RunAnalysis.Default.AnalyzeAsync(new MlflowRunSource(mlflow.Uri.ToString(), run.Id, new MlflowOptions { UseEnvironment = false }), Logged, cancellationToken: Cancellation);

    private static async Task<byte[]> ReadAsync(FakeRun run, string path)
    {
        using var memory = new MemoryStream();
        FakeArtifact artifact = run.Artifacts[path];
        await artifact.WriteToAsync(memory, 0, artifact.Length, Cancellation);
        return memory.ToArray();
    }

    private static string Plain(AnalysisResult result) => JsonSerializer.Serialize(result with { RequestId = "", Timestamp = default, ExecutionTime = 0 }, DeepFixJson.Default.AnalysisResult);
}
