using System.Globalization;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Checking;
using DeepFix.Cli.Analyze;

namespace DeepFix.Cli.Check;

/// <summary>Checks for programs.</summary>
internal static class CheckJson
{
    public static string Render(IReadOnlyList<CheckedRun> runs, CheckRule rule) => ResultJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("outcome", Name(runs.Any(r => r.Outcome == CheckOutcome.NotJudged) ? CheckOutcome.NotJudged : runs.Any(r => r.Outcome == CheckOutcome.Failed) ? CheckOutcome.Failed : CheckOutcome.Passed));
        json.WriteString("fail_on", rule.FailOn?.ToString().ToLowerInvariant() ?? "never");
        json.WriteNumber("min_confidence", Significant.Round(rule.MinConfidence));
        json.WriteStartArray("runs");
        foreach (CheckedRun run in runs) Write(json, run);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, CheckedRun run)
    {
        json.WriteStartObject();
        json.WriteString("run_id", run.Result.RunId);
        json.WriteString("title", run.Title);
        json.WriteString("outcome", Name(run.Outcome));
        json.WriteStartArray("findings");
        foreach (CheckedFinding check in run.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", check.Finding.Code);
            json.WriteBoolean("fails", check.Fails);
            json.WriteString("state", check.State.ToString().ToLowerInvariant());
            if (check.Suppression is { } suppression)
            {
                json.WriteStartObject("suppressed");
                json.WriteString("reason", suppression.Reason);
                json.WriteString("expires", suppression.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            json.WritePropertyName("analysis");
            JsonSerializer.Serialize(json, check.Analysis, DeepFixJson.Default.Analysis);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts(json, "fixed", run.Fixed);
        Texts(json, "notes", run.Notes);
        json.WritePropertyName("result");
        JsonSerializer.Serialize(json, run.Result, DeepFixJson.Default.AnalysisResult);
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Name(CheckOutcome outcome) => outcome switch { CheckOutcome.Passed => "passed", CheckOutcome.Failed => "failed", _ => "not_judged" };
}
