using System.Diagnostics;
using DeepFix.Api;
using DeepFix.Client.Recording;
using DeepFix.Client.Tests.Schedules;
using DeepFix.Testing;
using Microsoft.AspNetCore.Http;

namespace DeepFix.Client.Tests.Recording;

public sealed class TrainingRecorderTests : IDisposable
{
    /// <summary>5 s are allowed, and kept to the millisecond in virtual time (ProbeTests); what a busy machine adds is not the recorder's.</summary>
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(30);

    private readonly Recorded _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Three_lines_record_a_training_offline_and_print_its_diagnosis()
    {
        await using (var recorder = TrainingRecorder.Start(Recorded.Setup, _recorded.Options with { OfflineMode = true, RunName = "my run" }))
        {
            Recorded.Overfit(recorder);
            RecordedRun run = await recorder.FinishAsync(TestContext.Current.CancellationToken);
            run.Warning.ShouldBeNull();
            run.Result!.Findings.Select(f => f.Code).ShouldContain(Codes.Overfitting);
            run.Folder.ShouldBe(_recorded.Folders.ShouldHaveSingleItem());
            run.Folder!.ShouldEndWith("-my_run");
            (await Recorded.AnalyzeAsync(run.Folder!)).ArtifactsDigest.ShouldBe(run.Result.ArtifactsDigest);
        }

        _recorded.Output.ShouldContain("verfit");
        _recorded.Output.ShouldContain("Recording took ");
        _recorded.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_is_logged_to_mlflow_verified_and_analysed_by_the_server()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        string? asked = null;
        await using FakeDeepFix server = await FakeDeepFix.StartAsync(async context =>
        {
            asked = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            await context.Response.WriteAsync(Meeting.Result);
        });
        await using var recorder = TrainingRecorder.Start(Recorded.Setup, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Experiment = "cats", RunName = "first", Server = new DeepFixClientOptions { ServerUrl = server.Url } });
        recorder.Data.Name = "toy";
        recorder.Data.Add("train", Enumerable.Range(0, 100).Select(i => Sample.OfClass(new float[] { i, i % 7 }, i % 2)).ToArray());
        Recorded.Overfit(recorder);
        RecordedRun run = await recorder.FinishAsync(TestContext.Current.CancellationToken);

        run.Warning.ShouldBeNull();
        run.Result!.Summary.ShouldBe("Fine.");
        FakeRun there = mlflow.Store.Runs.ShouldHaveSingleItem();
        there.Id.ShouldBe(run.RunId);
        (there.Status, there.Name).ShouldBe(("FINISHED", "first"));
        there.EndTime.ShouldNotBeNull();
        mlflow.Store.Experiments.Select(e => e.Name).ShouldContain("cats");
        there.Params["learning_rate"].ShouldBe("0.001");
        there.Metrics.Count(m => m.Key == "val_loss").ShouldBe(40);
        there.Artifacts.Keys.ShouldBe(["dataset/metadata.yaml", "dataset/statistics.json", "training_artifacts/metrics.csv", "training_artifacts/params.yaml"]);
        asked!.ShouldContain(run.RunId!);
        _recorded.Folders.ShouldBeEmpty();
        _recorded.Output.ShouldContain($"Recorded in run {run.RunId}.");
    }

    [Theory]
    [InlineData("timed-out")]
    [InlineData("overfitting")]
    public async Task A_result_is_printed_as_the_command_line_prints_it(string name)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "clients", "reports", name);
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        await using FakeDeepFix server = await FakeDeepFix.StartAsync(async context => await context.Response.WriteAsync(await File.ReadAllTextAsync(file + ".json", context.RequestAborted)));
        await using var recorder = TrainingRecorder.Start(Recorded.Setup, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Server = new DeepFixClientOptions { ServerUrl = server.Url } });
        Recorded.Overfit(recorder);
        await recorder.FinishAsync(TestContext.Current.CancellationToken);
        _recorded.Output.ShouldStartWith(await File.ReadAllTextAsync(file + ".txt", TestContext.Current.CancellationToken) + "Recorded in run ");
    }

    [Fact]
    public async Task Whatever_a_deepfix_server_is_like_the_program_goes_on_within_seconds_with_one_warning()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        await Task.WhenAll(BadServer.Kinds.Select(async kind =>
        {
            using var recorded = new Recorded();
            using var bad = new BadServer(kind);
            RecordedRun run = await FinishInTimeAsync(recorded, recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Server = new DeepFixClientOptions { ServerUrl = bad.Url } }, kind);
            string warning = recorded.Warnings.ShouldHaveSingleItem(kind);
            warning.ShouldStartWith("DeepFix: DeepFix server unavailable: ", Case.Sensitive, kind);
            warning.ShouldContain(" Skipping analysis. Training metrics logged to MLflow. Analyse later: deepfix analyze " + run.RunId, Case.Sensitive, kind);
            mlflow.Store.FindRun(run.RunId)!.Artifacts.Keys.ShouldContain("training_artifacts/metrics.csv", kind);
        }));
    }

    [Fact]
    public async Task Whatever_mlflow_is_like_the_record_is_kept_on_disk_with_one_warning()
        => await Task.WhenAll(BadServer.Kinds.Select(async kind =>
        {
            using var recorded = new Recorded();
            using var bad = new BadServer(kind);
            RecordedRun run = await FinishInTimeAsync(recorded, recorded.Options with { TrackingUri = bad.Url, Server = new DeepFixClientOptions { ServerUrl = "http://127.0.0.1:9" } }, kind);
            string warning = recorded.Warnings.ShouldHaveSingleItem(kind);
            warning.ShouldStartWith($"DeepFix: MLflow at {bad.Url} did not take the record: ", Case.Sensitive, kind);
            warning.ShouldEndWith($"deepfix analyze {run.Folder}", Case.Sensitive, kind);
            (await Recorded.AnalyzeAsync(run.Folder!)).Findings.Select(f => f.Code).ShouldContain(Codes.Overfitting, kind);
        }));

    [Fact]
    public async Task An_upload_that_does_not_arrive_is_noticed_and_the_record_kept_on_disk()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Interceptor = request => request.Method == "PUT" && request.Path.Value!.EndsWith("metrics.csv", StringComparison.Ordinal) ? (200, "application/json", "{}") : null;
        RecordedRun run = await FinishInTimeAsync(_recorded, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri }, "not stored");
        _recorded.Warnings.ShouldHaveSingleItem().ShouldContain("MLflow took training_artifacts/metrics.csv, but what lies there is not what was sent.");
        File.Exists(Path.Combine(run.Folder!, "training_artifacts", "metrics.csv")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("sqlite:///mlflow.db")]
    [InlineData("file:///tmp/mlruns")]
    [InlineData("./mlruns")]
    public async Task A_store_that_no_server_can_fetch_from_makes_the_recorder_work_in_local_mode(string uri)
    {
        RecordedRun run = await FinishInTimeAsync(_recorded, _recorded.Options with { TrackingUri = uri }, uri);
        run.Result!.Findings.Select(f => f.Code).ShouldContain(Codes.Overfitting);
        _recorded.Warnings.ShouldHaveSingleItem().ShouldContain($"not to {uri}, so it works in local mode. The record is in {run.Folder}.");
    }

    [Fact]
    public async Task Local_mode_analyses_a_run_of_mlflow_in_this_process()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        RecordedRun run = await FinishInTimeAsync(_recorded, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Mode = RecorderMode.Local, Server = new DeepFixClientOptions { ServerUrl = "http://127.0.0.1:9" } }, "local");
        run.Result!.RunId.ShouldBe(run.RunId);
        run.Result.Findings.Select(f => f.Code).ShouldContain(Codes.Overfitting);
        _recorded.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Strict_mode_throws_once_the_record_is_safe()
    {
        using var bad = new BadServer("html");
        var recorder = TrainingRecorder.Start(Recorded.Setup, _recorded.Options with { TrackingUri = bad.Url, Mode = RecorderMode.Strict });
        Recorded.Overfit(recorder);
        _ = await Should.ThrowAsync<MlflowUnavailableException>(() => recorder.FinishAsync(TestContext.Current.CancellationToken));
        _recorded.Folders.ShouldHaveSingleItem();
        await recorder.DisposeAsync();

        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        var second = TrainingRecorder.Start(Recorded.Setup, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Mode = RecorderMode.Strict, Server = new DeepFixClientOptions { ServerUrl = bad.Url } });
        Recorded.Overfit(second);
        _ = await Should.ThrowAsync<ServerUnavailableException>(() => second.FinishAsync(TestContext.Current.CancellationToken));
        mlflow.Store.Runs.ShouldHaveSingleItem().Status.ShouldBe("FINISHED");
    }

    [Fact]
    public async Task A_training_that_dies_or_is_cancelled_is_recorded_as_such()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        RecorderOptions options = _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Mode = RecorderMode.Local };
        await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await using var recorder = TrainingRecorder.Start(Recorded.Setup, options);
            recorder.LogEpoch(0, ("train_loss", double.NaN));
            throw new InvalidOperationException("out of memory");
        });
        using var cancelled = new CancellationTokenSource();
        await using (var recorder = TrainingRecorder.Start(Recorded.Setup, options with { Cancellation = cancelled.Token }))
        {
            recorder.LogEpoch(0, ("train_loss", 1));
            await cancelled.CancelAsync();
        }

        using (var recorder = TrainingRecorder.Start(Recorded.Setup, options)) _ = await recorder.FailAsync(new InvalidOperationException("bad batch"), TestContext.Current.CancellationToken);
        mlflow.Store.Runs.Select(r => r.Status).ShouldBe(["FAILED", "KILLED", "FAILED"]);
        _recorded.Output.ShouldContain("note: The training ended with InvalidOperationException: bad batch");
    }

    [Fact]
    public async Task An_asynchronous_analysis_is_not_waited_for_and_comes_later()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        var mayEnd = new TaskCompletionSource();
        await using FakeDeepFix server = await FakeDeepFix.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                context.Response.StatusCode = 202;
                await context.Response.WriteAsync("""{"request_id": "req_1", "status": "queued", "status_url": "/s", "result_url": "/r"}""");
                return;
            }

            if (context.Request.Path.Value!.Contains("status", StringComparison.Ordinal)) await mayEnd.Task;
            await context.Response.WriteAsync(context.Request.Path.Value.Contains("status", StringComparison.Ordinal) ? """{"request_id": "req_1", "run_id": "r1", "status": "completed", "created_at": "2026-01-01T00:00:00Z"}""" : Meeting.Result);
        });
        RecordedRun run = await FinishInTimeAsync(_recorded, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, AnalysisMode = AnalysisMode.Async, Server = new DeepFixClientOptions { ServerUrl = server.Url } }, "async");
        (run.RequestId, run.Result).ShouldBe(("req_1", null));
        _recorded.Output.ShouldContain("DeepFix: the analysis goes on as req_1. Ask for it: deepfix result req_1");
        mayEnd.SetResult();
        (await run.Pending)!.Summary.ShouldBe("Fine.");
    }

    [Fact]
    public async Task A_refusal_is_printed_with_field_and_constraint()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        await using FakeDeepFix server = await FakeDeepFix.StartAsync(context => FakeDeepFix.RefuseAsync(context, new DeepFixException(
            ErrorCode.ValidationError, "Invalid request: field 'x' must be y", "Send y.", new System.Text.Json.Nodes.JsonObject { ["field"] = "x", ["constraint"] = "must be y", ["provided"] = "z" })));
        RecordedRun run = await FinishInTimeAsync(_recorded, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, Server = new DeepFixClientOptions { ServerUrl = server.Url } }, "refused");
        _recorded.Warnings.ShouldHaveSingleItem().ShouldStartWith(
            "DeepFix: DeepFix refused the request: Invalid request: field 'x' must be y (VALIDATION_ERROR). x: must be y; given was z. Send y. Skipping analysis. Analyse later: deepfix analyze " + run.RunId);
        server.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_exists_is_added_to_and_left_to_its_owner()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        FakeRun owned = mlflow.Store.AddRun(id: "0123456789abcdef0123456789abcdef")
            .WithParam("learning_rate", "0.5")
            .WithArtifact("dataset/metadata.yaml", "dataset_name: \"toy\"\nnum_train_samples: 2\n").WithArtifact("dataset/statistics.json", "{}");
        await using var recorder = TrainingRecorder.Start(Recorded.Setup, _recorded.Options with { TrackingUri = mlflow.Uri.AbsoluteUri, RunId = owned.Id, EnableAnalysis = false });
        recorder.Data.Name = "toy";
        recorder.Data.Add("train", Unread(), count: 2);
        Recorded.Overfit(recorder);
        RecordedRun run = await recorder.FinishAsync(TestContext.Current.CancellationToken);
        run.Warning.ShouldBeNull();
        (owned.Status, owned.Params["learning_rate"], owned.Params["optimizer"]).ShouldBe(("RUNNING", "0.5", "Adam"));
        owned.Artifacts["dataset/statistics.json"].Length.ShouldBe(2);
        owned.Artifacts.Keys.ShouldContain("training_artifacts/metrics.csv");

        static IEnumerable<Sample> Unread()
        {
            yield return Sample.OfClass(new float[] { 1 }, 0);
            throw new InvalidOperationException("Statistics are there already.");
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_warning_and_no_exception()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _ = await FinishInTimeAsync(_recorded, _recorded.Options with { OfflineMode = true, OfflineFolder = file }, "no folder");
        _recorded.Warnings.ShouldHaveSingleItem().ShouldContain($"The record could not be kept in {file}");
    }

    private static async Task<RecordedRun> FinishInTimeAsync(Recorded recorded, RecorderOptions options, string kind)
    {
        await using var recorder = TrainingRecorder.Start(Recorded.Setup, options);
        Recorded.Overfit(recorder);
        var exit = Stopwatch.StartNew();
        RecordedRun run = await recorder.FinishAsync(TestContext.Current.CancellationToken);
        exit.Elapsed.ShouldBeLessThan(LongestExit, $"{kind}: {recorded.Output}");
        return run;
    }
}
