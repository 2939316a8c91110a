using System.Diagnostics;
using System.Globalization;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.ServiceTests.Faults;

/// <summary>MLflow behind a bad network: the right result, or a named partial one, or the right error; never a verdict from what did not arrive whole.</summary>
public sealed class BadNetworkTests(BadNetworkTests.Stage stage) : IClassFixture<BadNetworkTests.Stage>
{
    private const string History = "history";

    private static readonly Fault[] FailsOnItsOwn = [Fault.Reset, Fault.Cut, Fault.ServerError, Fault.BadGateway, Fault.Unavailable, Fault.TooMany, Fault.Corrupt];

    [Fact]
    public async Task Where_each_request_fails_with_probability_a_tenth_99_of_100_analyses_succeed_with_few_requests_more()
    {
        const int Analyses = 100;
        int seed = Environment.GetEnvironmentVariable("DEEPFIX_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : 20261124;
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        string[] runs = [.. Enumerable.Range(0, Analyses).Select(i => AddCopy(mlflow, i))];
        int undisturbed = await RequestsAsync(mlflow, runs, static (_, _) => Fault.None, static _ => { });
        int succeeded = 0;

        int disturbed = await RequestsAsync(
            mlflow,
            runs,
            (target, before) => Drawn(seed, target, before),
            answer =>
            {
                if (answer.Status != 200) return;
                answer.Result.Findings.ShouldContain(f => f.Code == Codes.NanLoss);
                answer.Result.Status.ShouldBe(AnalysisStatus.Completed);
                answer.Result.Warnings.ShouldBe(stage.Undisturbed.Result.Warnings);
                Interlocked.Increment(ref succeeded);
            });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {succeeded} of {Analyses} succeeded, {disturbed} requests where {undisturbed} would do"));
        succeeded.ShouldBeGreaterThanOrEqualTo(99);
        (disturbed / (double)undisturbed).ShouldBeLessThanOrEqualTo(1.3);
    }

    /// <summary>What happens to each request the first time.</summary>
    [Theory]
    [InlineData(Fault.Reset)]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.ServerError)]
    [InlineData(Fault.BadGateway)]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.TooMany)]
    [InlineData(Fault.TooManyUntil)]
    [InlineData(Fault.Short)]
    [InlineData(Fault.Delay)]
    public async Task A_fault_that_goes_away_changes_nothing(Fault fault)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, (_, before) => before == 0 ? fault : Fault.None);

        (await stage.Server.AnalyzeAsync(LabelledRuns.NanLoss, proxy.Uri)).Verdict.ShouldBe(stage.Undisturbed.Verdict);
        (await stage.Server.AnalyzeAsync(History, proxy.Uri)).Verdict.ShouldBe(stage.UndisturbedHistory.Verdict);
    }

    [Theory]
    [InlineData(Fault.Reset, ErrorCode.MlflowConnectionError)]
    [InlineData(Fault.Cut, ErrorCode.MlflowConnectionError)]
    [InlineData(Fault.ServerError, ErrorCode.MlflowError)]
    [InlineData(Fault.BadGateway, ErrorCode.MlflowError)]
    [InlineData(Fault.Unavailable, ErrorCode.MlflowError)]
    [InlineData(Fault.TooMany, ErrorCode.MlflowError)]
    [InlineData(Fault.Corrupt, ErrorCode.MlflowError)]
    public async Task A_fault_that_stays_is_the_right_error(Fault fault, ErrorCode code)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, (_, _) => fault);

        Answer answer = (await stage.Server.AnalyzeAsync(LabelledRuns.NanLoss, proxy.Uri)).ShouldBeError(code);

        ((bool?)answer.Details["retryable"] ?? true).ShouldBeTrue();
        proxy.Requests.ShouldBeInRange(1, 4);
        stage.Server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task A_fetch_that_drips_ends_with_its_time_and_names_it()
    {
        const double FetchSeconds = 3;
        using RunningServer own = RunningServer.Start(new Dictionary<string, string?> { ["DeepFix:Fetch:TimeoutSeconds"] = "3" });
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, static (target, _) => target.Contains("metrics.csv", StringComparison.Ordinal) ? Fault.Drip : Fault.None);
        var watch = Stopwatch.StartNew();

        Answer answer = (await own.AnalyzeAsync(LabelledRuns.NanLoss, proxy.Uri)).ShouldBeError(ErrorCode.MlflowConnectionError);

        ((double)answer.Details["timeout"]!).ShouldBe(FetchSeconds);
        answer.RetryAfter.ShouldBe("30");
        watch.Elapsed.TotalSeconds.ShouldBeInRange(FetchSeconds - 0.5, FetchSeconds + 10);
        own.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task A_history_that_stays_truncated_gives_no_verdict()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, static (target, _) => target.Contains("get-history", StringComparison.Ordinal) ? Fault.Short : Fault.None);

        (await stage.Server.AnalyzeAsync(History, proxy.Uri)).ShouldBeError(ErrorCode.MlflowError);
    }

    [Fact]
    public async Task A_table_that_stays_truncated_gives_no_verdict()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, static (target, _) => target.Contains("metrics.csv", StringComparison.Ordinal) ? Fault.Short : Fault.None);

        (await stage.Server.AnalyzeAsync(LabelledRuns.NanLoss, proxy.Uri)).ShouldBeError(ErrorCode.MlflowError);
    }

    [Fact]
    public async Task Corrupt_bytes_in_a_table_are_told_with_their_place_and_the_rest_is_judged()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, static (target, _) => target.Contains("metrics.csv", StringComparison.Ordinal) ? Fault.Corrupt : Fault.None);

        Answer answer = await stage.Server.AnalyzeAsync(LabelledRuns.NanLoss, proxy.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.Warnings.ShouldContain(w => w.Contains("metrics.csv") && w.Contains("line", StringComparison.OrdinalIgnoreCase), answer.Body);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_for_longer_than_there_is_time_is_not_waited_for()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(stage.Mlflow.Uri, static (_, _) => Fault.TooManyForLong);

        (await stage.Server.AnalyzeAsync(LabelledRuns.NanLoss, proxy.Uri)).ShouldBeError(ErrorCode.MlflowError);

        proxy.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_down_is_left_alone_after_some_failures_and_the_others_are_not()
    {
        await using FaultProxy down = await FaultProxy.StartAsync(stage.Mlflow.Uri, static (_, _) => Fault.Reset);
        using RunningServer own = RunningServer.Start();

        for (int i = 0; i < 6; i++) (await own.AnalyzeAsync(LabelledRuns.NanLoss, down.Uri)).ShouldBeError(ErrorCode.MlflowConnectionError).RetryAfter.ShouldBe("30");

        down.Requests.ShouldBeLessThanOrEqualTo(12);
        (await own.AnalyzeAsync(LabelledRuns.NanLoss, stage.Mlflow.Uri)).Status.ShouldBe(200);
    }

    /// <summary>By the request and not by chance of order: the same seed gives the same faults, whatever runs first.</summary>
    private static Fault Drawn(int seed, string target, int before)
    {
        var random = new Random(StableHash(string.Create(CultureInfo.InvariantCulture, $"{seed} {before} {target}")));
        Fault fault = random.NextDouble() < 0.1 ? FailsOnItsOwn[random.Next(FailsOnItsOwn.Length)] : Fault.None;

        // Of a file, nobody can tell that its bytes were replaced: that is no failure of the request.
        return fault == Fault.Corrupt && !target.Contains('?', StringComparison.Ordinal) ? Fault.Reset : fault;
    }

    private static int StableHash(string text) => System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string AddCopy(FakeMlflow mlflow, int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"run{number}");
        FakeRun run = mlflow.Store.AddRun(id: id);
        run.Status = "FINISHED";
        string folder = LabelledRuns.Folder(LabelledRuns.NanLoss);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            run.WithArtifact(Path.GetRelativePath(folder, file).Replace('\\', '/'), FakeArtifact.Of(File.ReadAllBytes(file)));
        return id;
    }

    private static async Task<int> RequestsAsync(FakeMlflow mlflow, string[] runs, Func<string, int, Fault> choose, Action<Answer> look)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(mlflow.Uri, choose);
        using RunningServer server = RunningServer.Start();
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (run, _) => look(await server.AnalyzeAsync(run, proxy.Uri)));
        return proxy.Requests;
    }

    /// <summary>MLflow with two runs, and what is to be said of them.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        public FakeMlflow Mlflow { get; private set; } = null!;

        public RunningServer Server { get; private set; } = null!;

        public Answer Undisturbed { get; private set; } = null!;

        public Answer UndisturbedHistory { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Mlflow = await FakeMlflow.StartAsync();
            Mlflow.Add(LabelledRuns.NanLoss);
            Mlflow.Store.AddRun(id: History)
                .WithMetric("train_loss", [.. Enumerable.Range(0, 30).Select(i => 1.0 / (1 + i))])
                .WithMetric("val_loss", [.. Enumerable.Range(0, 30).Select(i => 0.5 + (Math.Abs(i - 10) * 0.02))])
                .Status = "FINISHED";
            Server = RunningServer.Start();
            Undisturbed = await Server.AnalyzeAsync(LabelledRuns.NanLoss, Mlflow.Uri);
            UndisturbedHistory = await Server.AnalyzeAsync(History, Mlflow.Uri);
            Undisturbed.Status.ShouldBe(200, Undisturbed.Body);
            UndisturbedHistory.Status.ShouldBe(200, UndisturbedHistory.Body);
        }

        public async ValueTask DisposeAsync()
        {
            Server.Dispose();
            await Mlflow.DisposeAsync();
        }
    }
}
