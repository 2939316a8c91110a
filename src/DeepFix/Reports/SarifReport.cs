using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeepFix.Checking;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>Checks as SARIF 2.1.0 (OASIS): what code hosts read to annotate a change.</summary>
public static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Renders checks: one SARIF run, a result for every finding.</summary>
    /// <param name="runs">The runs that were checked.</param>
    public static string Render(IReadOnlyList<CheckedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] codes = [.. runs.SelectMany(r => r.Findings).Select(f => f.Finding.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, codes, runs.Select(r => r.Result.EngineVersion).FirstOrDefault(v => v.Length > 0) ?? "0");
            Invocation(json, runs);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (CheckedRun run in runs)
            {
                foreach (CheckedFinding finding in run.Findings) Result(json, run, finding, Array.IndexOf(codes, finding.Finding.Code));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void Tool(Utf8JsonWriter json, string[] codes, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "deepfix");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (string code in codes)
        {
            json.WriteStartObject();
            json.WriteString("id", code);
            Text(json, "shortDescription", CodePages.TitleOf(code));
            Text(json, "fullDescription", Vocabulary.Of(code).Definition);
            if (CodePages.Find(code) is { } page)
            {
                json.WriteStartObject("help");
                json.WriteString("text", page.Text);
                json.WriteString("markdown", page.Text);
                json.WriteEndObject();
            }

            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            json.WriteStringValue(Vocabulary.Of(code).Kind.ToString().ToLowerInvariant());
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Invocation(Utf8JsonWriter json, IReadOnlyList<CheckedRun> runs)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", runs.All(r => r.Outcome != CheckOutcome.NotJudged));
        json.WriteStartArray("toolExecutionNotifications");
        foreach (CheckedRun run in runs)
        {
            if (run.Outcome == CheckOutcome.NotJudged) Notification(json, "error", $"{run.Title}: {run.Result.Error?.Message ?? "nothing could be judged"}");
            foreach (string note in run.Notes) Notification(json, "warning", $"{run.Title}: {note}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Notification(Utf8JsonWriter json, string level, string text)
    {
        json.WriteStartObject();
        json.WriteString("level", level);
        Text(json, "message", SafeText.Line(text));
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, CheckedRun run, CheckedFinding check, int rule)
    {
        Finding finding = check.Finding;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity switch { Severity.High => "error", Severity.Medium => "warning", _ => "note" });
        Text(json, "message", SafeText.Line($"{run.Title}: {finding.Description} {check.Analysis.Recommendations.Action}"));
        Location(json, run, finding);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("deepfixFinding/v1", Fingerprint(run, finding));
        json.WriteEndObject();
        json.WriteString("baselineState", check.State.ToString().ToLowerInvariant());
        // An empty list says that suppressions were looked for and there is none.
        json.WriteStartArray("suppressions");
        if (check.Suppression is { } suppression)
        {
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", suppression.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("rank", Significant.Round(Math.Clamp(100 * finding.Confidence, 0, 100)));
        json.WriteStartObject("properties");
        json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
        json.WriteNumber("confidence", Significant.Round(finding.Confidence));
        json.WriteString("evidence", finding.Evidence);
        json.WriteString("run_id", run.Result.RunId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The artifact that the finding was read from, under the run: hosts show no result without a file.</summary>
    private static void Location(Utf8JsonWriter json, CheckedRun run, Finding finding)
    {
        string artifact = finding.EvidenceItems.Select(e => e.Source).FirstOrDefault(s => s is { Length: > 0 } && s.Contains('.', StringComparison.Ordinal)) ?? "training_artifacts/metrics.csv";
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', $"runs/{run.Title}/{artifact}".Split('/').Where(p => p is not ("" or "." or "..")).Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", SafeText.Line(run.Title));
        json.WriteString("fullyQualifiedName", run.Result.RunId);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Equal for the same finding in the next run of the same name.</summary>
    private static string Fingerprint(CheckedRun run, Finding finding)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Title}\n{finding.Code}\n{finding.EvidenceItems.Select(e => e.Series).FirstOrDefault(s => s is not null)}")))[..32];

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
