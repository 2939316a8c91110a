using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class SinceTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_run_has_not_changed()
    {
        string run = _folder.Run("one", becomesNan: true);
        string earlier = await EarlierAsync(run);

        Ran ran = await DeepFixProgram.RunAsync("analyze", run, "--since", earlier);

        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldContain("Nothing changed: artifacts, engine and knowledge are the same.");
    }

    [Fact]
    public async Task Other_artifacts_are_named_as_the_reason_code_by_code()
    {
        string earlier = await EarlierAsync(_folder.Run("one", becomesNan: true));

        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("one"), "--since", earlier);

        ran.Out.ShouldContain("  nan_loss: high, ");
        ran.Out.ShouldContain(" → not found\n    The run's artifacts are not the same.");
        ran.Out.ShouldContain("  Root causes: ");
    }

    [Fact]
    public async Task An_older_engine_and_other_knowledge_are_named()
    {
        string run = _folder.Run("one");
        string earlier = await EarlierAsync(run);
        string[] versions = [Value(earlier, "engine_version"), Value(earlier, "knowledge_version")];
        File.WriteAllText(earlier, File.ReadAllText(earlier).Replace(versions[0], "0.0.1", StringComparison.Ordinal).Replace(versions[1], "older", StringComparison.Ordinal));

        Ran ran = await DeepFixProgram.RunAsync("analyze", run, "--since", earlier);

        ran.Out.ShouldContain($"The engine is {versions[0]}, was 0.0.1.");
        ran.Out.ShouldContain($"The knowledge is {versions[1]}, was older.");
    }

    [Fact]
    public async Task A_code_that_lost_its_column_says_what_to_log()
    {
        string run = _folder.Run("one", becomesNan: true);
        string earlier = await EarlierAsync(run);
        string metrics = Path.Combine(run, "training_artifacts", "metrics.csv");
        File.WriteAllText(metrics, File.ReadAllText(metrics).Replace("train_loss", "unknown", StringComparison.Ordinal).Replace("val_loss", "other", StringComparison.Ordinal));

        Ran ran = await DeepFixProgram.RunAsync("analyze", run, "--since", earlier);

        ran.Out.ShouldContain("→ not assessed");
    }

    [Fact]
    public async Task The_result_in_the_run_s_own_folder_is_taken_where_no_file_is_named()
    {
        string run = _folder.Run("one");
        string earlier = await EarlierAsync(run);
        Directory.CreateDirectory(Path.Combine(run, "deepfix"));
        File.Move(earlier, Path.Combine(run, "deepfix", "result.json"));

        (await DeepFixProgram.RunAsync("analyze", run, "--since")).Out.ShouldContain("Nothing changed");
    }

    [Fact]
    public async Task Changes_are_written_as_JSON_too()
    {
        string earlier = await EarlierAsync(_folder.Run("one", becomesNan: true));

        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("one"), "--since", earlier, "--format", "json");

        ran.Json.GetProperty("codes").EnumerateArray().Select(c => c.GetProperty("code").GetString()).ShouldContain("nan_loss");
        ran.Json.GetProperty("reasons").EnumerateArray().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("nothing.json", null)]
    [InlineData("text.json", "hello")]
    [InlineData("list.json", "[]")]
    [InlineData("null.json", "null")]
    public async Task What_is_no_result_is_refused_with_the_way_to_make_one(string name, string? text)
    {
        if (text is not null) _folder.Write(name, text);

        Ran ran = await DeepFixProgram.RunAsync("analyze", _folder.Run("one"), "--since", _folder[name]);

        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain("--format json");
    }

    [Fact]
    public async Task Several_runs_have_no_one_earlier_result()
    {
        string run = _folder.Run("one");
        string earlier = await EarlierAsync(run);

        (await DeepFixProgram.RunAsync("analyze", run, _folder.Run("two"), "--since", earlier)).ExitCode.ShouldBe(3);
    }

    private async Task<string> EarlierAsync(string run)
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", run, "--format", "json");
        ran.ExitCode.ShouldBe(0, ran.Error);
        return _folder.Write("earlier.json", ran.Out);
    }

    private static string Value(string path, string name)
    {
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty(name).GetString()!;
    }
}
