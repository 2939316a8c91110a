using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Analysis;

public sealed class TemporaryFilesTests
{
    private const string RunId = LabelledRuns.NanLoss;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task None_is_left_after_a_result()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start();
        AddRun(mlflow);

        (await server.AnalyzeAsync(RunId, mlflow.Uri)).Status.ShouldBe(200);

        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task None_is_left_after_an_error_in_the_midst_of_the_fetch()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start();
        AddRun(mlflow);
        int files = 0;
        mlflow.Interceptor = request =>
        {
            if (!request.Path.Value!.Contains("get-history", StringComparison.Ordinal)) return null;
            files = FilesUnder(server);
            return (503, "text/plain", "Service Unavailable");
        };

        Answer answer = await server.AnalyzeAsync(RunId, mlflow.Uri);

        answer.ShouldBeError(ErrorCode.MlflowError);
        files.ShouldBe(1);
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task None_is_left_after_the_caller_hung_up_in_the_midst_of_the_fetch_and_MLflow_is_asked_no_more()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start();
        AddRun(mlflow);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        mlflow.Interceptor = request =>
        {
            if (!request.Path.Value!.Contains("get-history", StringComparison.Ordinal)) return null;
            asked.TrySetResult();
            release.Wait(Patience);
            return null;
        };
        using var hangUp = new CancellationTokenSource();
        using var content = new StringContent($$"""{"run_id": "{{RunId}}", "mlflow_tracking_uri": "{{mlflow.Uri.AbsoluteUri}}"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

        Task<HttpResponseMessage> call = server.Http.PostAsync("/api/v1/analyze", content, hangUp.Token);
        await asked.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        FilesUnder(server).ShouldBe(1);
        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Eventually(() => server.TemporaryEntries().Count == 0);
        release.Set();
        (await server.GetAsync("/health/live")).Status.ShouldBe(200);
        server.Log.AtLeast(Microsoft.Extensions.Logging.LogLevel.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task None_is_left_after_the_time_for_the_fetch_was_over()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:Fetch:TimeoutSeconds"] = "1" });
        AddRun(mlflow);
        using var release = new ManualResetEventSlim();
        mlflow.Interceptor = request =>
        {
            if (request.Path.Value!.Contains("get-history", StringComparison.Ordinal)) release.Wait(Patience);
            return null;
        };

        Answer answer = await server.AnalyzeAsync(RunId, mlflow.Uri);
        release.Set();

        ((double)answer.ShouldBeError(ErrorCode.MlflowConnectionError).Details["timeout"]!).ShouldBe(1);
        answer.RetryAfter.ShouldBe("30");
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task None_is_left_after_no_agent_finished_in_time()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        AddRun(mlflow);
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var engine = EngineParameters.Default with { Training = [new Overdue<TrainingArtifacts>(time)], Dataset = [new Overdue<DatasetArtifacts>(time)], CrossArtifact = [] };
        using RunningServer server = RunningServer.Start(services: s => s.AddSingleton<TimeProvider>(time).AddSingleton(new AnalysisPipeline(engine)));

        Answer answer = await server.AnalyzeAsync(RunId, mlflow.Uri);

        answer.ShouldBeError(ErrorCode.AnalysisTimeout);
        Approved.ShouldMatch("analysis_timeout", answer.Body);
        server.ShouldHaveNoTemporaryFiles();
    }

    /// <summary>A run whose artifacts are in the temporary folder by the time its histories are asked for.</summary>
    private static void AddRun(FakeMlflow mlflow) => mlflow.Add(RunId, under: "dataset").WithMetric("train_loss", 1, 0.5, double.NaN);

    private static int FilesUnder(RunningServer server) => server.TemporaryEntries().Sum(e => Directory.Exists(e) ? Directory.GetFiles(e, "*", SearchOption.AllDirectories).Length : 1);

    private static async Task Eventually(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds()) await Task.Delay(20, patience.Token);
    }

    /// <summary>Lets the time for the analysis pass, then waits for its token.</summary>
    private sealed class Overdue<TArtifacts>(FakeTimeProvider time) : Detector<TArtifacts>
    {
        public override string Code => Codes.NanLoss;

        public override IReadOnlyList<Limit> AllLimits => [];

        public override IReadOnlyList<string> Reads => [];

        public override Detection Detect(TArtifacts artifacts, CancellationToken cancellationToken)
        {
            lock (time) time.Advance(TimeSpan.FromMinutes(1));
            cancellationToken.WaitHandle.WaitOne(Patience);
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The token never fired.");
        }
    }
}
