using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_is_what_was_approved()
    {
        Ran ran = await DeepFixProgram.RunAsync("demo");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Error.ShouldBeEmpty();
        Approved.Check("demo", WithoutPlaces(ran.Out));
    }

    [Fact]
    public async Task The_demo_is_an_analysis_of_all_runs_of_the_bundled_store()
    {
        Ran listed = await DeepFixProgram.RunAsync("runs", "list", "--format", "json", "--tracking-uri", BundledStore.Uri);
        string[] ids = [.. listed.Json.EnumerateArray().OrderBy(r => r.GetProperty("start_time").GetInt64()).Select(r => r.GetProperty("run_id").GetString()!)];
        Ran analysed = await DeepFixProgram.RunAsync(["analyze", .. ids, "--tracking-uri", BundledStore.Uri]);
        Ran demo = await DeepFixProgram.RunAsync("demo");
        WithoutPlaces(demo.Out).ShouldBe(WithoutPlaces(analysed.Out));
    }

    [Fact]
    public async Task A_history_that_is_edited_changes_the_verdict()
    {
        string database = BundledStore.CopyTo(_folder);
        Ran before = await new DeepFixProgram { BaseDirectory = _folder.Path, CurrentDirectory = _folder.Path }.WithAsync("demo");
        before.Out.ShouldContain("  friedman-healthy    ✓ ");
        BundledStore.Edit(database, $"UPDATE metrics SET value = 0, is_nan = 1 WHERE run_uuid = '{BundledStore.RunWithoutArtifacts}' AND key LIKE 'train_loss%' AND step > 400").ShouldBeGreaterThan(10);
        Ran after = await new DeepFixProgram { BaseDirectory = _folder.Path, CurrentDirectory = _folder.Path }.WithAsync("demo");
        after.Out.ShouldContain("  friedman-healthy    ✗ ");
        after.Out.ShouldContain(Codes.NanLoss);
    }

    [Fact]
    public async Task The_store_is_found_up_the_tree_from_where_the_user_stands()
    {
        Ran ran = await new DeepFixProgram { BaseDirectory = _folder.Path, CurrentDirectory = Repository.PathOf("src", "DeepFix.Cli") }.WithAsync("demo", "--format", "json");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Json.GetArrayLength().ShouldBe(10);
    }

    [Fact]
    public async Task Without_its_store_the_demo_says_where_it_belongs()
    {
        Ran ran = await new DeepFixProgram { BaseDirectory = _folder.Path, CurrentDirectory = _folder.Path }.WithAsync("demo");
        ran.ExitCode.ShouldBe(4);
        ran.Error.ShouldContain("beside the program");
    }

    [Fact]
    public async Task The_built_program_runs_the_demo_as_a_process_of_its_own()
    {
        Ran ran = await DeepFixProgram.ProcessAsync("demo");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Error.ShouldBeEmpty();
        WithoutPlaces(ran.Out).ShouldBe(WithoutPlaces((await DeepFixProgram.RunAsync("demo")).Out));
    }

    [Fact]
    public async Task A_process_with_a_wrong_option_ends_with_3()
        => (await DeepFixProgram.ProcessAsync("demo", "--quux")).ExitCode.ShouldBe(3);

    /// <summary>Where the artifacts were found is another place on every machine.</summary>
    private static string WithoutPlaces(string text)
        => System.Text.RegularExpressions.Regex.Replace(text, "  note: The artifacts of run .*\n( {8}.*\n)*", "  note: [where the artifacts were found]\n", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
}
