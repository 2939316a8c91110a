using System.Text.Json;
using DeepFix.Api;
using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class AnalyzeTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_artifacts_is_analysed_without_MLflow()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("broken", becomesNan: true), "--format", "json");
        ran.ExitCode.ShouldBe(0, ran.Error);
        AnalysisResult result = JsonSerializer.Deserialize(ran.Out, DeepFixJson.Default.AnalysisResult)!;
        result.RunId.ShouldBe("broken");
        result.Findings.ShouldContain(f => f.Code == Codes.NanLoss);
        result.Status.ShouldBe(AnalysisStatus.Completed);
    }

    [Fact]
    public async Task A_relative_folder_counts_from_where_the_user_stands()
    {
        _folder.Run("runs/one");
        Ran ran = await new DeepFixProgram { CurrentDirectory = _folder["runs"] }.WithAsync("analyze", "one");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldStartWith("one\n");
    }

    [Fact]
    public async Task The_verdict_stands_on_the_second_line()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("broken", becomesNan: true));
        string[] lines = ran.Out.Split('\n');
        lines[0].ShouldBe("broken");
        lines[1].ShouldStartWith("✗ ");
    }

    [Fact]
    public async Task Several_runs_come_in_the_order_of_the_arguments()
    {
        string[] folders = [.. new[] { "c", "a", "d", "b" }.Select(name => _folder.Run(name, becomesNan: name == "a"))];
        Ran json = await DeepFixProgram.RunAsync(["analyze", .. folders, "--format", "json"]);
        json.Json.EnumerateArray().Select(r => r.GetProperty("run_id").GetString()).ShouldBe(["c", "a", "d", "b"]);
        Ran text = await DeepFixProgram.RunAsync(["analyze", .. folders]);
        text.Out.Split('\n')[0].ShouldBe("4 runs: 1 with a fault, 3 without");
        Positions(text.Out, "\nc\n", "\na\n", "\nd\n", "\nb\n").ShouldBeInOrder();
    }

    [Fact]
    public async Task Each_run_has_a_file_named_after_it_in_the_output_folder()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("x/artifacts"), _folder.Run("y/run one"), _folder.Run("z/RUN one"), "--out", _folder["reports"]);
        ran.ExitCode.ShouldBe(0, ran.Error);
        Directory.EnumerateFiles(_folder["reports"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["RUN_one-2.json", "run_one.json", "x.json"]);
        JsonSerializer.Deserialize(File.ReadAllText(_folder["reports/x.json"]), DeepFixJson.Default.AnalysisResult)!.Status.ShouldBe(AnalysisStatus.Completed);
        ran.Out.ShouldContain($"3 files in {_folder["reports"]}");
    }

    [Theory]
    [InlineData("markdown", ".md", "# broken")]
    [InlineData("text", ".txt", "broken\n✗ ")]
    [InlineData("json", ".json", "{\n  \"request_id\"")]
    public async Task The_format_decides_form_and_extension_of_the_files(string format, string extension, string beginning)
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("broken", becomesNan: true), "--format", format, "--out", _folder["reports"]);
        ran.ExitCode.ShouldBe(0, ran.Error);
        File.ReadAllText(_folder["reports/broken" + extension]).ShouldStartWith(beginning);
    }

    [Fact]
    public async Task A_run_of_MLflow_is_analysed_under_its_name()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", BundledStore.HealthyRun, "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldStartWith($"digits-baseline  {BundledStore.HealthyRun}\n✓ ");
    }

    [Fact]
    public async Task Without_a_tracking_uri_the_database_of_the_current_folder_is_meant()
    {
        BundledStore.CopyTo(_folder);
        Ran ran = await new DeepFixProgram { CurrentDirectory = _folder["demo"] }.WithAsync("analyze", BundledStore.HealthyRun);
        ran.ExitCode.ShouldBe(0, ran.Error);
        Ran environment = await new DeepFixProgram { Environment = new() { ["MLFLOW_TRACKING_URI"] = BundledStore.Uri } }.WithAsync("analyze", BundledStore.HealthyRun);
        environment.ExitCode.ShouldBe(0, environment.Error);
    }

    [Fact]
    public async Task Without_any_MLflow_the_user_is_asked_which()
    {
        Ran ran = await new DeepFixProgram { CurrentDirectory = _folder.Path }.WithAsync("analyze", "0123456789abcdef");
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain("which MLflow?");
        ran.Error.ShouldContain("--tracking-uri http://localhost:5000");
    }

    [Fact]
    public async Task A_run_that_is_not_there_could_not_be_judged()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", "0123456789abcdef", "--tracking-uri", BundledStore.Uri, "--format", "json");
        ran.ExitCode.ShouldBe(2);
        ran.Error.ShouldContain("has no run '0123456789abcdef'");
        ran.Json.GetProperty("status").GetString().ShouldBe("failed");
        ran.Json.GetProperty("error").GetProperty("error").GetString().ShouldBe("RUN_NOT_FOUND");
    }

    [Fact]
    public async Task A_folder_or_a_store_that_is_not_there_is_out_of_reach()
    {
        (await DeepFixProgram.RunAsync("analyze", "no/such/folder")).ExitCode.ShouldBe(4);
        Ran store = await DeepFixProgram.RunAsync("analyze", "0123456789abcdef", "--tracking-uri", $"sqlite:///{_folder["none.db"]}");
        store.ExitCode.ShouldBe(4);
        store.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_out_of_reach()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", "0123456789abcdef", "--tracking-uri", "http://127.0.0.1:1");
        ran.ExitCode.ShouldBe(4);
        ran.Error.ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task A_folder_without_artifacts_could_not_be_judged()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder["empty"]);
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldContain("? Nothing could be judged");
        ran.Error.ShouldContain("training_artifacts/metrics.csv");
    }

    [Fact]
    public async Task The_worst_of_several_runs_decides_and_the_others_are_whole()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("good"), "0123456789abcdef", _folder["empty"], BundledStore.RunWithNan, "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(2);
        ran.Out.Split('\n')[0].ShouldBe("4 runs: 1 with a fault, 1 without, 1 with nothing to judge, 1 without a result");
        ran.Error.ShouldContain("deepfix: 0123456789abcdef: ");
    }

    [Fact]
    public async Task An_agent_that_was_switched_off_is_absent()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("broken", becomesNan: true), "--no-training", "--format", "json");
        ran.Json.GetProperty("agent_results").EnumerateArray().Select(a => a.GetProperty("agent_name").GetString()).ShouldNotContain(AgentNames.Training);
        ran.Json.GetProperty("not_assessed").EnumerateArray().ShouldContain(n => n.GetProperty("code").GetString() == Codes.NanLoss && n.GetProperty("because").GetString() == "switched off");
    }

    [Fact]
    public async Task What_the_user_interrupts_ends_without_a_word_too_many()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        Ran ran = await new DeepFixProgram().UntilAsync(interrupted.Token, "analyze", _folder.Run("one"));
        ran.ShouldBe(new Ran(130, "", "deepfix: interrupted\n"));
    }

    private static int[] Positions(string text, params string[] parts) => [.. parts.Select(p => text.IndexOf(p, StringComparison.Ordinal))];

    [Fact]
    public async Task A_training_log_is_analysed_as_it_is_and_said_to_be_what_it_was_taken_for()
    {
        string log = _folder.Write("history.csv", "epoch;loss;val_loss\n" + string.Concat(Enumerable.Range(1, 30).Select(e => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{e};{2.0 / e:0.####};{(2.0 / e) + 0.1:0.####}\n"))));
        Ran ran = await DeepFixProgram.RunAsync("analyze", log);
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldContain("note: Read as Keras CSVLogger file: history.csv, 30 rows (below, metrics.csv).");
        ran.Out.ShouldContain("train_loss = loss; val_loss;");
    }

    [Fact]
    public async Task A_log_without_a_loss_could_not_be_judged_until_a_column_is_named()
    {
        string log = _folder.Write("l.csv", "epoch,time,q\n1,2,5\n2,3,4\n3,3,3\n");
        Ran refused = await DeepFixProgram.RunAsync("analyze", log);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("--map train_loss=COLUMN");
        (await DeepFixProgram.RunAsync("analyze", log, "--map", "train_loss=nothing")).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("analyze", log, "--map", "train_loss=q")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_folder_with_several_logs_is_answered_with_their_names()
    {
        foreach (string version in (string[])["version_0", "version_1"]) _folder.Write($"lightning_logs/{version}/metrics.csv", "epoch,step,loss\n0,1,3\n1,2,2\n2,3,1\n");
        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder["lightning_logs"]);
        ran.ExitCode.ShouldBe(2);
        ran.Error.ShouldContain("several logs: version_0, version_1");
        (await DeepFixProgram.RunAsync("analyze", _folder["lightning_logs/version_1"])).ExitCode.ShouldBe(0);
    }
}
