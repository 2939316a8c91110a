using System.Text.Json;
using DeepFix.Cli.Tests.Running;
using NJsonSchema;

namespace DeepFix.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private const string WorstRun = "29ec2d2f2f8a44dca98b43244a70daa8";
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("healthy", "high", 0)]
    [InlineData("healthy", "medium", 0)]
    [InlineData("faulty", "high", 1)]
    [InlineData("faulty", "medium", 1)]
    [InlineData("faulty", "never", 0)]
    [InlineData("missing", "high", 2)]
    [InlineData("missing", "never", 2)]
    public async Task A_check_of_a_bundled_run_ends_with_the_documented_exit_code(string run, string failOn, int exitCode)
    {
        string id = run switch { "healthy" => BundledStore.HealthyRun, "faulty" => WorstRun, _ => "0123456789abcdef" };
        Ran ran = await DeepFixProgram.RunAsync("check", id, "--tracking-uri", BundledStore.Uri, "--fail-on", failOn);
        ran.ExitCode.ShouldBe(exitCode, ran.Out + ran.Error);
    }

    [Fact]
    public async Task An_empty_folder_could_not_be_judged_a_store_that_is_not_there_is_out_of_reach_and_a_wrong_limit_is_wrong_usage()
    {
        Directory.CreateDirectory(_folder["empty"]);
        (await DeepFixProgram.RunAsync("check", _folder["empty"])).ExitCode.ShouldBe(2);
        (await DeepFixProgram.RunAsync("check", "0123", "--tracking-uri", $"sqlite:///{_folder["none.db"]}")).ExitCode.ShouldBe(4);
        (await DeepFixProgram.RunAsync("check", "0123", "--fail-on", "grave")).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("check", "0123", "--min-confidence", "2")).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("check")).ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task The_reports_of_a_check_are_as_approved_and_the_sarif_fits_its_schema()
    {
        _folder.Write("suppressions.yaml", "suppressions:\n- code: learning_rate_too_high\n  reason: a sweep on purpose\n  expires: 2999-12-31\n");
        Ran ran = await DeepFixProgram.RunAsync(
            "check", WorstRun, BundledStore.HealthyRun, "--baseline", BundledStore.HealthyRun, "--tracking-uri", BundledStore.Uri, "--fail-on", "medium", "--suppressions", _folder["suppressions.yaml"],
            "--sarif", _folder["out/deepfix.sarif"], "--junit", _folder["out/deepfix.xml"], "--markdown", _folder["out/comment.md"], "--json", _folder["out/check.json"]);

        ran.ExitCode.ShouldBe(1, ran.Error);
        Approved.Check("check", ran.Out);
        Approved.Check("check.sarif", File.ReadAllText(_folder["out/deepfix.sarif"]));
        Approved.Check("check.junit", File.ReadAllText(_folder["out/deepfix.xml"]));
        Approved.Check("check.markdown", File.ReadAllText(_folder["out/comment.md"]));
        await ShouldFitAsync(File.ReadAllText(_folder["out/deepfix.sarif"]));
        JsonElement json = JsonDocument.Parse(File.ReadAllText(_folder["out/check.json"])).RootElement;
        json.GetProperty("outcome").GetString().ShouldBe("failed");
        json.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("outcome").GetString()).ShouldBe(["failed", "passed"]);
    }

    [Fact]
    public async Task The_sarif_of_every_bundled_run_and_of_one_that_is_not_there_fits_its_schema()
    {
        Ran list = await DeepFixProgram.RunAsync("runs", "list", "--tracking-uri", BundledStore.Uri, "--format", "json");
        string[] ids = [.. list.Json.EnumerateArray().Select(r => r.GetProperty("run_id").GetString()!)];
        Ran ran = await DeepFixProgram.RunAsync(["check", .. ids, "0123", "--tracking-uri", BundledStore.Uri, "--format", "sarif"]);
        ran.ExitCode.ShouldBe(2);
        await ShouldFitAsync(ran.Out);
        JsonElement run = JsonDocument.Parse(ran.Out).RootElement.GetProperty("runs")[0];
        run.GetProperty("results").GetArrayLength().ShouldBeGreaterThan(8);
        run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_schema_catches_what_is_no_sarif()
        => (await Schema()).Validate("""{"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}""").ShouldNotBeEmpty();

    [Theory]
    [InlineData("suppressions:\n- code: overfitting\n  expires: 2999-01-01\n", "without 'reason'")]
    [InlineData("suppressions:\n- code: overfitting\n  reason: r\n", "without 'expires'")]
    [InlineData("suppressions:\n- code: overfiting\n  reason: r\n  expires: 2999-01-01\n", "does not exist")]
    [InlineData("suppressions:\n- code: overfitting\n  reason: r\n  expires: soon\n", "is no date")]
    [InlineData("suppressions:\n- code: overfitting\n  reason: r\n  expires: 2999-01-01\n  until: x\n", "unknown key 'until'")]
    [InlineData("other: 1\n", "a list under 'suppressions'")]
    [InlineData("a: [\n", "is no YAML")]
    public async Task A_file_of_suppressions_that_is_not_as_it_must_be_is_wrong_usage(string yaml, string said)
    {
        _folder.Write(".deepfix-suppressions.yaml", yaml);
        Ran ran = await new DeepFixProgram { CurrentDirectory = _folder.Path }.WithAsync("check", BundledStore.HealthyRun, "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain(said);
        ran.Error.ShouldContain(".deepfix-suppressions.yaml, line ");
    }

    [Fact]
    public async Task A_baseline_that_cannot_be_had_is_said_to_be_the_baseline()
    {
        Ran ran = await DeepFixProgram.RunAsync("check", BundledStore.HealthyRun, "--baseline", "0123", "--tracking-uri", BundledStore.Uri);
        ran.ExitCode.ShouldBe(2);
        ran.Error.ShouldContain("the baseline: ");
    }

    [Fact]
    public async Task Folders_are_checked_against_a_folder()
    {
        Ran ran = await DeepFixProgram.RunAsync("check", _folder.Run("now", becomesNan: true), "--baseline", _folder.Run("before"), "--format", "json");
        ran.ExitCode.ShouldBe(1, ran.Error);
        ran.Json.GetProperty("runs")[0].GetProperty("findings").EnumerateArray().ShouldContain(f => f.GetProperty("code").GetString() == Codes.RegressionVsPreviousRun);
    }

    private static async Task ShouldFitAsync(string sarif) => (await Schema()).Validate(sarif).Select(e => e.ToString()).ShouldBeEmpty();

    private static Task<JsonSchema> Schema() => JsonSchema.FromFileAsync(Repository.PathOf("tests", "DeepFix.Cli.Tests", "schemas", "sarif-2.1.0.json"), TestContext.Current.CancellationToken);
}
