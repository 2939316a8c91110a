using System.Diagnostics;
using DeepFix.Api;
using DeepFix.Testing;

namespace DeepFix.Client.ServiceTests;

/// <summary>A training in a process of its own, a DeepFix server in another, and a tracking server that keeps what it is given.</summary>
public sealed class RecorderTests : IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;
    private Process _server = null!;
    private string _url = "";

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync();
        (_server, _url) = await Programs.ServerAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        _server.Dispose();
        await _mlflow.DisposeAsync();
    }

    [Fact]
    public async Task A_training_is_recorded_served_and_told_within_seventy_seconds()
    {
        var clock = Stopwatch.StartNew();
        (int code, string printed) = await RunAsync("ends", signal: null);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(70));
        code.ShouldBe(0, printed);
        printed.ShouldContain("✗ Overfitting", Case.Sensitive, printed);
        printed.ShouldContain("What to do");
        FakeRun run = _mlflow.Store.Runs.ShouldHaveSingleItem();
        run.Status.ShouldBe("FINISHED");
        printed.ShouldContain($"Recorded in run {run.Id}.");
    }

    [Theory]
    [InlineData("waits", "TERM", "KILLED")]
    [InlineData("waits", "INT", "KILLED")]
    [InlineData("throws", null, "FAILED")]
    public async Task A_training_that_ends_suddenly_is_recorded_and_analysed_all_the_same(string how, string? signal, string status)
    {
        (int code, string printed) = await RunAsync(how, signal);
        code.ShouldNotBe(0);
        _mlflow.Store.Runs.ShouldHaveSingleItem(printed).Status.ShouldBe(status);
        printed.ShouldContain("✗ Overfitting", Case.Sensitive, printed);
    }

    [Fact]
    public async Task The_client_asks_a_real_server_at_once_and_later()
    {
        FakeRun run = _mlflow.Store.AddRun().WithParam("learning_rate", "0.1").WithMetric("train_loss", [.. Enumerable.Range(0, 30).Select(i => 1 / (1.0 + i))]).WithMetric("val_loss", [.. Enumerable.Range(0, 30).Select(i => 0.5 + (0.03 * Math.Abs(i - 6)))]);
        string uri = _mlflow.Uri.AbsoluteUri.TrimEnd('/');
        using var client = new DeepFixClient(_url);
        CancellationToken none = TestContext.Current.CancellationToken;
        AnalysisResult atOnce = await client.AnalyzeAsync(run.Id, uri, cancellationToken: none);
        AcceptedAnalysis accepted = await client.SubmitAsync(new AnalysisRequest { RunId = run.Id, MlflowTrackingUri = uri }, none);
        AnalysisResult later = await client.WaitAsync(accepted, cancellationToken: none);
        later.ArtifactsDigest.ShouldBe(atOnce.ArtifactsDigest);
        later.RequestId.ShouldBe(accepted.RequestId);
        (await client.GetStatusAsync(accepted.RequestId, none)).Status.ShouldBe(RequestState.Completed);
        (await client.GetResultAsync(accepted.RequestId, none)).Summary.ShouldBe(atOnce.Summary);
        (await Should.ThrowAsync<AnalysisException>(() => client.CancelAsync(accepted.RequestId, none))).IsTransient.ShouldBeFalse();
        (await client.QueryKnowledgeAsync("validation loss rises while training loss falls", none)).Results.ShouldNotBeEmpty();
        AnalysisException unknown = await Should.ThrowAsync<AnalysisException>(() => client.AnalyzeAsync("0000", uri, cancellationToken: none));
        (unknown.Code, unknown.IsTransient).ShouldBe(("RUN_NOT_FOUND", false));
    }

    private async Task<(int ExitCode, string Printed)> RunAsync(string how, string? signal)
    {
        using Process trainee = Programs.Start("DeepFix.Trainee", _mlflow.Uri.AbsoluteUri, _url, how);
        Task<string> error = trainee.StandardError.ReadToEndAsync(CancellationToken.None);
        (await trainee.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("training");
        if (signal is not null) Process.Start("kill", ["-s", signal, trainee.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        string printed = await trainee.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await trainee.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (trainee.ExitCode, printed + await error);
    }
}
