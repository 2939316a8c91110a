using System.Text.Json;
using DeepFix.Cli.Tests.Running;
using DeepFix.Testing;

namespace DeepFix.Cli.Tests;

public sealed class WatchTests : IAsyncLifetime
{
    private readonly StandardError _error = new();
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    [Fact]
    public async Task A_run_is_analysed_when_it_has_finished_and_those_before_are_not()
    {
        Add("old").Status = "FINISHED";
        FakeRun running = Add("new");
        Task<Ran> watching = Watch("--max", "1", "--format", "json");
        await _error.HearAsync("1 running, 1 finished before");
        running.Status = "FINISHED";

        Ran ran = await watching;

        ran.ExitCode.ShouldBe(0, ran.Error);
        JsonDocument.Parse(ran.Out.Split('\n')[0]).RootElement.GetProperty("run_id").GetString().ShouldBe("new");
        ran.Out.Trim().Split('\n').Length.ShouldBe(1);
        ran.Error.ShouldContain("1 running, 1 finished before");
    }

    [Fact]
    public async Task Runs_that_have_finished_are_analysed_in_the_order_of_their_starts_where_asked_for()
    {
        FakeRun first = Add("first"), second = Add("second");
        (first.Status, second.Status) = ("FINISHED", "FAILED");
        second.StartTime = first.StartTime + 1000;
        Ran ran = await Watch("--max", "2", "--all");
        ran.Out.IndexOf("first", StringComparison.Ordinal).ShouldBeLessThan(ran.Out.IndexOf("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_MLflow_that_is_down_for_a_while_ends_nothing()
    {
        FakeRun run = Add("new");
        bool isDown = false;
        _mlflow.Interceptor = request => isDown ? (503, "application/json", "{}") : null;
        Task<Ran> watching = Watch("--max", "1");
        await _error.HearAsync("deepfix: watching");
        isDown = true;
        await _error.HearAsync("Asking on.");
        (isDown, run.Status) = (false, "FINISHED");
        Ran ran = await watching;
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Error.ShouldContain("MLflow answers again.");
    }

    [Fact]
    public async Task Interrupting_is_how_watching_ends()
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<Ran> watching = new DeepFixProgram { Error = _error }.UntilAsync(interrupted.Token, "watch", "--experiment", "Default", "--tracking-uri", Uri);
        await _error.HearAsync("deepfix: watching");
        await interrupted.CancelAsync();
        Ran ran = await watching;
        ran.ExitCode.ShouldBe(0, ran.Error);
    }

    [Fact]
    public async Task An_experiment_that_is_not_there_could_not_be_judged_and_an_interval_of_nothing_is_wrong_usage()
    {
        (await DeepFixProgram.RunAsync("watch", "--experiment", "77", "--tracking-uri", Uri)).ExitCode.ShouldBe(2);
        (await DeepFixProgram.RunAsync("watch", "--experiment", "Default", "--interval", "0", "--tracking-uri", Uri)).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("watch", "--tracking-uri", Uri)).ExitCode.ShouldBe(3);
    }

    private string Uri => _mlflow.Uri.AbsoluteUri.TrimEnd('/');

    private Task<Ran> Watch(params string[] further) => new DeepFixProgram { Error = _error }.WithAsync(["watch", "--experiment", "Default", "--interval", "1", "--tracking-uri", Uri, .. further]);

    private FakeRun Add(string id)
    {
        FakeRun run = _mlflow.Store.AddRun(id: id);
        run.Name = id;
        return run.WithMetric("train_loss", 1, 0.6, 0.4, 0.3, 0.25, 0.22).WithMetric("val_loss", 1.1, 0.7, 0.5, 0.4, 0.35, 0.33);
    }
}
