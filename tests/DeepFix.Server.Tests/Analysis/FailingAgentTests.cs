using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Analysis;

/// <summary>An agent that fails costs its own findings, and nothing else.</summary>
public sealed class FailingAgentTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ManualResetEventSlim _othersAreDone = new(), _end = new();
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync();
        _mlflow.Add(LabelledRuns.NanLoss);
    }

    [Fact]
    public async Task One_that_throws_is_listed_with_its_error_and_the_rest_is_whole()
    {
        using RunningServer server = Start(EngineParameters.Default with { Dataset = [new Failing<DatasetArtifacts>(_ => throw new InvalidOperationException("secret"))] });

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.Status.ShouldBe(AnalysisStatus.Partial);
        answer.Result.Warnings.ShouldContain("DatasetArtifactsAnalyzer failed");
        answer.Result.AgentResults.Single(a => a.AgentName == AgentNames.Dataset).ErrorMessage.ShouldNotBeNull();
        answer.Result.Findings.Select(f => f.Code).ShouldContain(Codes.NanLoss);
        answer.Body.ShouldNotContain("secret");
    }

    [Fact]
    public async Task One_that_hangs_and_ignores_its_token_is_left_out_and_those_after_it_have_their_time()
    {
        using RunningServer server = Start(EngineParameters.Default with { Dataset = [Hanging(seconds: 45)], Training = [.. EngineParameters.Default.Training, Last()] });

        Answer answer = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.Status.ShouldBe(AnalysisStatus.Partial);
        answer.Result.Warnings.Take(3).ShouldBe(["Deepchecks artifacts not found - skipping data quality analysis", "Analysis timed out after 60s", "DatasetArtifactsAnalyzer did not complete"]);
        answer.Result.AgentResults.Select(a => a.AgentName).ShouldBe([AgentNames.Training, AgentNames.CrossArtifact, AgentNames.Advisor]);
        answer.Result.RootCauses.ShouldNotBeEmpty();
        answer.Result.ActionPlan.ShouldNotBeEmpty();
        answer.Result.ExecutionTime.ShouldBeLessThan(60);
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task After_five_that_hang_the_server_is_not_ready()
    {
        using RunningServer server = Start(EngineParameters.Default with { Dataset = [Hanging(seconds: 45)], Training = [.. EngineParameters.Default.Training, Last()] });
        for (int i = 0; i < 5; i++)
        {
            (await server.GetAsync("/health/ready")).Status.ShouldBe(200);
            _othersAreDone.Reset();
            (await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri)).Result.Status.ShouldBe(AnalysisStatus.Partial);
        }

        _time.Advance(TimeSpan.FromSeconds(6));
        Answer red = await server.GetAsync("/health/ready");

        red.Status.ShouldBe(503, red.Body);
        ((string?)red.Json["checks"]!["agents"]).ShouldNotBeNull().ShouldStartWith("5 were given up");
        (await server.GetAsync("/health/live")).Status.ShouldBe(200);
        _end.Set();
        using var patience = new CancellationTokenSource(Patience);
        while ((await server.GetAsync("/health/ready")).Status != 200) await Task.Delay(20, patience.Token);
    }

    public ValueTask DisposeAsync()
    {
        _end.Set();
        return _mlflow.DisposeAsync();
    }

    private RunningServer Start(EngineParameters engine)
        => RunningServer.Start(services: s => s.AddSingleton<TimeProvider>(_time).AddSingleton(new AnalysisPipeline(engine)));

    private Failing<DatasetArtifacts> Hanging(double seconds) => new(_ =>
    {
        _othersAreDone.Wait(Patience);
        return Hang(seconds);
    });

    /// <summary>Runs after all other detectors of training.</summary>
    private Failing<TrainingArtifacts> Last() => new(_ =>
    {
        _othersAreDone.Set();
        return new Detection.NotAssessable("never", "nothing");
    });

    /// <summary>Lets so much time pass, and does not come back.</summary>
    private Detection Hang(double seconds)
    {
        // The report of the agent that just ended is put together in this moment.
        Thread.Sleep(300);
        lock (_time) _time.Advance(TimeSpan.FromSeconds(seconds));
        _end.Wait(Patience);
        return new Detection.NotAssessable("never", "nothing");
    }

    private sealed class Failing<TArtifacts>(Func<TArtifacts, Detection> detect) : Detector<TArtifacts>
    {
        public override string Code => Codes.NanLoss;

        public override IReadOnlyList<Limit> AllLimits => [];

        public override IReadOnlyList<string> Reads => [];

        public override Detection Detect(TArtifacts artifacts, CancellationToken cancellationToken) => detect(artifacts);
    }
}
