using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using DeepFix.Cli.Tests.Running;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Cli.Tests;

public sealed class RunsTests : IDisposable
{
    private readonly Folder _folder = new();

    public static TheoryData<string> DemoRuns => [.. Manifest().Select(r => Text(r, "run_id"))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(DemoRuns))]
    public async Task A_run_is_shown_as_MLflow_has_it(string runId)
    {
        YamlMappingNode expected = Manifest().Single(r => Text(r, "run_id") == runId);
        Ran ran = await DeepFixProgram.RunAsync("runs", "show", runId, "--history", "--format", "json", "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(0, ran.Error);
        JsonElement run = ran.Json;
        run.EnumerateObject().Select(p => p.Name).ShouldBe(["run_id", "experiment_id", "name", "status", "start_time", "end_time", "artifact_uri", "params", "tags", "metrics", "history", "artifacts"]);
        run.GetProperty("run_id").GetString().ShouldBe(runId);
        run.GetProperty("name").GetString().ShouldBe(Text(expected, "name"));
        run.GetProperty("status").GetString().ShouldBe("FINISHED");
        TimeSpan.FromMilliseconds(run.GetProperty("end_time").GetInt64() - run.GetProperty("start_time").GetInt64()).TotalSeconds.ShouldBe(double.Parse(Text(expected, "seconds"), CultureInfo.InvariantCulture), 1.0);
        run.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()).ShouldBe(Members(expected, "params").ToDictionary(p => p.Key, p => (string?)p.Value), ignoreOrder: true);
        Dictionary<string, string> final = Members(expected, "final");
        run.GetProperty("metrics").EnumerateObject().ToDictionary(m => m.Name, m => Number(m.Value)).ShouldBe(final.ToDictionary(m => m.Key, m => m.Value == ".nan" ? double.NaN : double.Parse(m.Value, CultureInfo.InvariantCulture)), ignoreOrder: true);
        foreach (JsonProperty metric in run.GetProperty("history").EnumerateObject())
        {
            JsonElement last = metric.Value.EnumerateArray().Last();
            last.GetArrayLength().ShouldBe(3);
            Number(last[1]).ShouldBe(Number(run.GetProperty("metrics").GetProperty(metric.Name)));
        }

        run.GetProperty("history").GetProperty("val_loss").GetArrayLength().ShouldBe(int.Parse(Text(expected, "epochs"), CultureInfo.InvariantCulture));
        run.GetProperty("artifacts").EnumerateArray().Select(Artifact).ShouldBe(Files(runId));
    }

    [Fact]
    public async Task Values_that_are_not_finite_are_texts()
    {
        Ran ran = await DeepFixProgram.RunAsync("runs", "show", BundledStore.RunWithNan, "--format", "json", "--tracking-uri", BundledStore.Uri);
        ran.Json.GetProperty("metrics").GetProperty("val_loss").GetString().ShouldBe("NaN");
        ran.Json.TryGetProperty("history", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Infinities_keep_their_sign()
    {
        string database = BundledStore.CopyTo(_folder);
        BundledStore.Edit(database, $"UPDATE latest_metrics SET value = -1.7976931348623157e308, is_nan = 0 WHERE run_uuid = '{BundledStore.RunWithNan}' AND key = 'val_loss'").ShouldBe(1);
        Ran ran = await DeepFixProgram.RunAsync("runs", "show", BundledStore.RunWithNan, "--format", "json", "--tracking-uri", database);
        ran.Json.GetProperty("metrics").GetProperty("val_loss").GetString().ShouldBe("-Infinity");
    }

    [Fact]
    public async Task Runs_are_listed_for_people_and_for_programs()
    {
        Ran text = await DeepFixProgram.RunAsync("runs", "list", "--tracking-uri", BundledStore.Uri);
        text.ExitCode.ShouldBe(0, text.Error);
        text.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(11);
        text.Out.ShouldContain("digits-baseline");
        Ran json = await DeepFixProgram.RunAsync("runs", "list", "--format", "json", "--tracking-uri", BundledStore.Uri);
        json.Json.EnumerateArray().Select(r => r.GetProperty("run_id").GetString()).ShouldBe(Manifest().Select(r => Text(r, "run_id")), ignoreOrder: true);
    }

    [Fact]
    public async Task A_list_can_be_cut_and_held_to_an_experiment()
    {
        Ran two = await DeepFixProgram.RunAsync("runs", "list", "--max", "2", "--format", "json", "--tracking-uri", BundledStore.Uri);
        two.Json.GetArrayLength().ShouldBe(2);
        string experiment = two.Json[0].GetProperty("experiment_id").GetString()!;
        Ran one = await DeepFixProgram.RunAsync("runs", "list", "--experiment", experiment, "--format", "json", "--tracking-uri", BundledStore.Uri);
        one.Json.GetArrayLength().ShouldBe(10);
        (await DeepFixProgram.RunAsync("runs", "list", "--experiment", "no such", "--tracking-uri", BundledStore.Uri)).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Artifacts_are_downloaded_whole()
    {
        Ran ran = await DeepFixProgram.RunAsync("runs", "download", BundledStore.HealthyRun, "--out", _folder["got"], "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(0, ran.Error);
        string source = Repository.PathOf("samples", "demo", "mlartifacts", BundledStore.HealthyRun, "artifacts");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            File.ReadAllBytes(_folder[Path.Combine("got", Path.GetRelativePath(source, file))]).ShouldBe(File.ReadAllBytes(file));
        ran.Out.ShouldContain("training_artifacts/metrics.csv");
    }

    [Fact]
    public async Task What_a_run_is_called_cannot_move_the_cursor()
    {
        string database = BundledStore.CopyTo(_folder);
        BundledStore.Edit(database, $"UPDATE runs SET name = char(27) || '[2J' || char(8238) || 'evil' || char(10) || 'x' WHERE run_uuid = '{BundledStore.HealthyRun}'").ShouldBe(1);
        BundledStore.Edit(database, $"UPDATE tags SET value = char(27) || ']0;title' || char(7) WHERE run_uuid = '{BundledStore.HealthyRun}'").ShouldBeGreaterThan(0);
        foreach (string[] verb in (string[][])[["runs", "list"], ["runs", "show", BundledStore.HealthyRun], ["analyze", BundledStore.HealthyRun], ["analyze", BundledStore.HealthyRun, BundledStore.RunWithNan], ["analyze", BundledStore.HealthyRun, "--format", "markdown"]])
        {
            Ran ran = await DeepFixProgram.RunAsync([.. verb, "--tracking-uri", database]);
            ran.ExitCode.ShouldBe(0, ran.Error);
            ran.Out.ShouldContain("evil");
            ran.Out.Where(c => char.IsControl(c) && c != '\n').ShouldBeEmpty();
            ran.Out.ShouldNotContain('\u202e');
        }
    }

    private static IEnumerable<YamlMappingNode> Manifest()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Repository.PathOf("tests", "mlflow", "stores", "lightning.manifest-sqlite.yaml"));
        yaml.Load(reader);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode).Children.Cast<YamlMappingNode>();
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[new YamlScalarNode(key)]).Value!;

    private static Dictionary<string, string> Members(YamlMappingNode node, string key)
        => ((YamlMappingNode)node.Children[new YamlScalarNode(key)]).Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => ((YamlScalarNode)c.Value).Value!);

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? double.NaN : value.GetDouble();

    private static (string?, long, string?) Artifact(JsonElement artifact) => (artifact.GetProperty("path").GetString(), artifact.GetProperty("size").GetInt64(), artifact.GetProperty("sha256").GetString());

    private static IEnumerable<(string?, long, string?)> Files(string runId)
    {
        string root = Repository.PathOf("samples", "demo", "mlartifacts", runId, "artifacts");
        if (!Directory.Exists(root)) return [];
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => ((string?)Path.GetRelativePath(root, f).Replace('\\', '/'), new FileInfo(f).Length, (string?)Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))))
            .OrderBy(f => f.Item1, StringComparer.Ordinal);
    }
}
