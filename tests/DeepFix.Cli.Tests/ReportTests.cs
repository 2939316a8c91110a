using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed partial class ReportTests(BundledResults bundled) : IClassFixture<BundledResults>, IDisposable
{
    private readonly Folder _folder = new();

    public static TheoryData<string> Runs => [.. Directory.GetDirectories(Repository.PathOf("tests", "runs")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> Stored => new(
        ("wide", "8d7b43ce595e4be481bc227ae98045ad"), ("nan", BundledStore.RunWithNan), ("healthy", BundledStore.HealthyRun));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_report_of_a_bundled_run_is_what_was_approved(string run)
    {
        Ran ran = await DeepFixProgram.RunAsync("report", bundled[run], "--format", "markdown");
        ran.Error.ShouldBeEmpty();
        Approved.Check($"report-{run}", Lasting(ran.Out));
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public async Task The_HTML_report_of_a_run_of_the_bundled_store_is_what_was_approved(string name, string runId)
    {
        Ran ran = await DeepFixProgram.RunAsync("report", runId, "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(0, ran.Error);
        Approved.Check($"report-{name}.html", Lasting(ran.Out).Replace("><", ">\n<", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Every_number_shown_stands_in_the_result(string run)
    {
        Ran report = await DeepFixProgram.RunAsync("report", bundled[run]);
        report.Error.ShouldBeEmpty();
        report.Out.Length.ShouldBeLessThan(200_000);
        ShownNumbers.NotIn(JsonNode.Parse(await File.ReadAllTextAsync(bundled[run], TestContext.Current.CancellationToken))!, report.Out).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_goes_to_the_file_that_is_named_in_the_form_that_its_name_says()
    {
        string run = _folder.Run("a");
        (await DeepFixProgram.RunAsync("report", run, "-o", _folder["r.html"])).ExitCode.ShouldBe(0);
        (await DeepFixProgram.RunAsync("report", run, "-o", _folder["r.md"])).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(_folder["r.html"], TestContext.Current.CancellationToken)).ShouldStartWith("<!DOCTYPE html>");
        (await File.ReadAllTextAsync(_folder["r.md"], TestContext.Current.CancellationToken)).ShouldStartWith("# a\n");
        (await DeepFixProgram.RunAsync("report", run, "-o", _folder["nowhere/r.html"])).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task A_file_that_is_no_result_is_refused()
    {
        Ran ran = await DeepFixProgram.RunAsync("report", _folder.Write("x.json", "{\"a\": 1}"));
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain("is no result of an analysis");
        (await DeepFixProgram.RunAsync("report", _folder.Write("y.json", "not json"))).ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task Several_HTML_reports_go_to_a_folder_only()
    {
        string a = _folder.Run("a"), b = _folder.Run("b");
        (await DeepFixProgram.RunAsync("analyze", a, b, "--format", "html")).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("analyze", a, b, "--format", "html", "--out", _folder["out"])).ExitCode.ShouldBe(0);
        Directory.GetFiles(_folder["out"]).Select(f => Path.GetFileName(f)).ShouldBe(["a.html", "b.html"], ignoreOrder: true);
    }

    /// <summary>Without what is another on every day and every machine, and without the style sheet.</summary>
    internal static string Lasting(string report) => Passing().Replace(report, m => m.Value[0] switch
    {
        '<' => "<style>",
        'r' => "req_",
        '2' => "[time]",
        'T' => "[where the artifacts were found]",
        's' when m.Value.StartsWith("sqlite", StringComparison.Ordinal) => "[store]",
        's' => "sha256-",
        _ => m.Groups["name"].Value + "[version]",
    });

    [GeneratedRegex(@"(?s)<style>.*?(?=</style>)|req_[0-9a-f]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC|The artifacts of run [^<\n]*|sqlite:///\S*?mlflow.db|sha256-[A-Za-z0-9+/=]+|(?<name><dt>(?:engine|knowledge)</dt><dd>|\| (?:engine|knowledge) \| )[^<|]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Passing();
}
