using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>
/// What the fitted tables were fitted with: their digests, and what detectors and signs said of the bundled runs on that day.
/// A test makes it again: where it differs, detectors have changed since and the tables no longer fit them.
/// </summary>
internal static class FitRecord
{
    /// <summary>The file beside the tables.</summary>
    public const string FileName = "fitted-with.txt";

    /// <summary>The tables, as files.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["casebook.json", "calibration.json", "differential.json"];

    /// <summary>The record.</summary>
    /// <param name="tables">Folder of the tables.</param>
    /// <param name="bundled">Folder of the runs that come with the source.</param>
    public static async Task<string> OfAsync(string tables, string bundled)
    {
        var text = new StringBuilder();
        foreach (string table in Tables) text.Append(CultureInfo.InvariantCulture, $"{table} {Digest(await File.ReadAllTextAsync(Path.Combine(tables, table)))}\n");
        foreach (JudgedRun run in JudgedRun.All(LabelledRun.ReadAll(bundled)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{run.Run.Name}\n");
            foreach (Finding finding in run.Findings.OrderBy(f => f.Code, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"  finds {finding.Code} {finding.Severity} {Significant.Text(finding.Confidence, 3)}\n");
            foreach ((string name, Sign sign) in run.Signs.OrderBy(s => s.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"  sign {name} {Significant.Text(sign.Strength, 3)}\n");
        }

        return text.ToString();
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
}
