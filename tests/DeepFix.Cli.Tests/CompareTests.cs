using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_bundled_runs_are_compared_as_approved()
    {
        Ran ran = await DeepFixProgram.RunAsync("compare", BundledStore.HealthyRun, BundledStore.RunWithNan, "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(0, ran.Error);
        Approved.Check("compare", ran.Out);
    }

    [Fact]
    public async Task The_report_of_a_comparison_is_what_was_approved_and_every_number_in_it_stands_in_the_result()
    {
        string[] runs = ["compare", BundledStore.HealthyRun, BundledStore.RunWithNan, "8d7b43ce595e4be481bc227ae98045ad", "--tracking-uri", BundledStore.Uri];
        (await DeepFixProgram.RunAsync([.. runs, "-o", _folder["r.html"]])).ExitCode.ShouldBe(0);
        (await DeepFixProgram.RunAsync([.. runs, "-o", _folder["r.md"]])).ExitCode.ShouldBe(0);
        string html = await File.ReadAllTextAsync(_folder["r.html"], TestContext.Current.CancellationToken), markdown = await File.ReadAllTextAsync(_folder["r.md"], TestContext.Current.CancellationToken);
        Approved.Check("compare.html", ReportTests.Lasting(html).Replace("><", ">\n<", StringComparison.Ordinal));
        Approved.Check("compare.markdown", ReportTests.Lasting(markdown));
        ShownNumbers.NotIn(System.Text.Json.Nodes.JsonNode.Parse((await DeepFixProgram.RunAsync([.. runs, "--format", "json"])).Out)!, html).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_experiment_is_compared_as_json_and_as_markdown()
    {
        Ran json = await DeepFixProgram.RunAsync("compare", "--experiment", "1", "--tracking-uri", BundledStore.Uri, "--format", "json");
        json.ExitCode.ShouldBe(0, json.Error);
        json.Json.GetProperty("runs").GetArrayLength().ShouldBe(10);
        json.Json.GetProperty("metric").GetString().ShouldBe("val_accuracy");
        Ran markdown = await DeepFixProgram.RunAsync("compare", "--experiment", "1", "--max", "3", "--tracking-uri", BundledStore.Uri, "--format", "markdown");
        markdown.Out.ShouldStartWith("# Comparison by val_loss\n");
    }

    [Fact]
    public async Task Folders_are_compared_under_their_paths_and_the_baseline_need_not_be_named_twice()
    {
        Ran ran = await new DeepFixProgram { CurrentDirectory = _folder.Path }.WithAsync("compare", Write("a/run", 0.9), "--baseline", Write("b/run", 0.4), "--format", "json");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Json.GetProperty("reference").GetString().ShouldBe("b/run");
        ran.Json.GetProperty("runs").EnumerateArray().Select(r => (r.GetProperty("run_id").GetString(), r.GetProperty("verdict").GetString())).ShouldBe([("b/run", "reference"), ("a/run", "better")]);
    }

    [Fact]
    public async Task Runs_that_share_no_metric_could_not_be_judged()
    {
        _folder.Write("x/metrics.csv", "step,epoch,train_loss\n1,0,1\n2,1,0.5\n3,2,0.4\n");
        _folder.Write("y/metrics.csv", "step,epoch,val_accuracy\n1,0,0.1\n2,1,0.5\n3,2,0.4\n");
        Ran ran = await DeepFixProgram.RunAsync("compare", _folder["x"], _folder["y"]);
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldStartWith("The runs could not be held against each other.");
    }

    [Theory]
    [InlineData("2 to 100 different runs can be compared, not 1.", "one")]
    [InlineData("2 to 100 different runs can be compared, not 1.", "one", "one")]
    [InlineData("2 to 100 different runs can be compared, not 0.")]
    [InlineData("--max must lie between 2 and 100.", "--experiment", "1", "--max", "1")]
    public async Task Too_few_runs_are_wrong_usage(string said, params string[] arguments)
    {
        Ran ran = await DeepFixProgram.RunAsync(["compare", .. arguments, "--tracking-uri", BundledStore.Uri]);
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain(said);
    }

    [Fact]
    public async Task A_baseline_that_is_not_there_ends_the_comparison()
    {
        Ran ran = await DeepFixProgram.RunAsync("compare", BundledStore.HealthyRun, BundledStore.RunWithNan, "--baseline", "0123", "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(2);
        ran.Error.ShouldContain("has no run '0123'");
    }

    private string Write(string name, double accuracy)
    {
        _folder.Write($"{name}/training_artifacts/metrics.csv", "step,epoch,train_loss,val_accuracy\n" + string.Concat(Enumerable.Range(0, 10).Select(i => FormattableString.Invariant($"{i + 1},{i},{1.0 / (i + 1):0.###},{accuracy * i / 9:0.###}\n"))));
        return name;
    }
}
