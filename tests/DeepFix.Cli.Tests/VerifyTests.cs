using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Cli.Tests.Running;
using DeepFix.Cli.Verify;

namespace DeepFix.Cli.Tests;

public sealed class VerifyTests(BundledResults bundled) : IClassFixture<BundledResults>, IDisposable
{
    private const int Mutations = 1000;
    private static readonly string[] PerRequest = ["\"request_id\"", "\"timestamp\"", "\"execution_time\""];
    private readonly Folder _folder = new();

    public static TheoryData<string> Runs => ReportTests.Runs;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_result_of_a_bundled_run_is_confirmed(string run)
    {
        Ran ran = await DeepFixProgram.RunAsync("verify", bundled[run], "--run", Repository.PathOf("tests", "runs", run));
        ran.Out.ShouldStartWith($"✓ {bundled[run]} is what {Repository.PathOf("tests", "runs", run)} gives\n");
        ran.ExitCode.ShouldBe(0, ran.Error);
    }

    [Fact]
    public async Task A_run_of_MLflow_is_found_by_the_id_in_the_result()
    {
        string result = _folder.Write("result.json", (await DeepFixProgram.RunAsync("analyze", BundledStore.RunWithNan, "--tracking-uri", BundledStore.Uri, "--format", "json")).Out);
        Ran ran = await DeepFixProgram.RunAsync("verify", result, "--tracking-uri", BundledStore.Uri, "--format", "json");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Json.GetProperty("is_confirmed").GetBoolean().ShouldBeTrue();
        ran.Json.GetProperty("numbers_confirmed").GetInt32().ShouldBe(ran.Json.GetProperty("numbers_recomputed").GetInt32());
    }

    [Fact]
    public async Task Another_number_is_named_with_what_was_stated_and_what_the_run_gives()
    {
        JsonNode result = JsonNode.Parse(await File.ReadAllTextAsync(bundled["m012"], TestContext.Current.CancellationToken))!;
        JsonNode evidence = result["agent_results"]![0]!["analysis"]![0]!["findings"]!["evidence_items"]![0]!;
        string computed = evidence["value"]!.ToJsonString();
        evidence["value"] = 0.123456;
        result["root_causes"]![0]!["confidence"] = 0.111;
        Ran ran = await DeepFixProgram.RunAsync("verify", _folder.Write("forged.json", result.ToJsonString()), "--run", Repository.PathOf("tests", "runs", "m012"));
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldContain("forged.json is not what ");
        ran.Out.ShouldContain($"    stated 0.123456, computed {computed}\n");
        ran.Out.ShouldContain("  root_causes[0].confidence\n    stated 0.111, computed ");
    }

    [Fact]
    public async Task A_result_of_another_engine_is_confirmed_in_part_only()
    {
        JsonNode result = JsonNode.Parse(await File.ReadAllTextAsync(bundled["m012"], TestContext.Current.CancellationToken))!;
        result["engine_version"] = "0.0.1";
        Ran ran = await DeepFixProgram.RunAsync("verify", _folder.Write("old.json", result.ToJsonString()), "--run", Repository.PathOf("tests", "runs", "m012"));
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldContain("The rest was not compared: it was computed by engine 0.0.1, and this is ");
    }

    [Fact]
    public async Task A_file_that_is_no_result_or_not_there_is_wrong_usage()
    {
        (await DeepFixProgram.RunAsync("verify", _folder["nowhere.json"])).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("verify", _folder.Write("x.json", "[]"))).ExitCode.ShouldBe(3);
        (await DeepFixProgram.RunAsync("verify", bundled["m012"], "--run", _folder["nowhere/at/all"])).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task One_digit_changed_anywhere_in_a_result_is_caught()
    {
        var random = new Random(11);
        List<(byte[] Text, int[] Digits, JsonObject Computed)> results = [];
        foreach (string run in (string[])["m012", "m028", "d007", "e014"])
        {
            byte[] text = await File.ReadAllBytesAsync(bundled[run], TestContext.Current.CancellationToken);
            results.Add((text, DigitsOf(text), JsonNode.Parse(text)!.AsObject()));
        }

        List<string> missed = [];
        for (int i = 0; i < Mutations; i++)
        {
            (byte[] text, int[] digits, JsonObject computed) = results[random.Next(results.Count)];
            byte[] changed = [.. text];
            int at = digits[random.Next(digits.Length)];
            changed[at] = (byte)('0' + ((changed[at] - '0' + 1 + random.Next(9)) % 10));
            if (!IsCaught(changed, computed)) missed.Add(Encoding.UTF8.GetString(changed.AsSpan(Math.Max(0, at - 40), 60)));
        }

        missed.ShouldBeEmpty();
    }

    private static bool IsCaught(byte[] changed, JsonObject computed)
    {
        try
        {
            return ResultDifferences.Of(JsonNode.Parse(changed)!.AsObject(), computed).Any();
        }
        catch (JsonException)
        {
            // A number that begins with 0 is no JSON: such a file is refused.
            return true;
        }
    }

    /// <summary>Places of digits, those of what is another in every analysis left out.</summary>
    private static int[] DigitsOf(byte[] text)
    {
        List<int> places = [];
        int from = 0;
        foreach (string line in Encoding.Latin1.GetString(text).Split('\n'))
        {
            if (!PerRequest.Any(p => line.Contains(p, StringComparison.Ordinal))) places.AddRange(Enumerable.Range(from, line.Length).Where(i => char.IsAsciiDigit((char)text[i])));
            from += line.Length + 1;
        }

        return [.. places];
    }
}
