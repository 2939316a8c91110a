using System.Text.Json;

namespace DeepFix.Agents;

/// <summary>Turns a detector's own confidence into the probability that the finding is true, by how often findings of its code were right on labelled runs. Made by the evaluation project.</summary>
public sealed class Calibration(IEnumerable<CalibrationEntry> entries)
{
    /// <summary>How many labelled findings the detector's own confidence weighs as much as.</summary>
    private const double OwnWeight = 10;

    private readonly Dictionary<string, CalibrationEntry> _byCode = entries.ToDictionary(e => e.Code, StringComparer.Ordinal);

    /// <summary>The table that the assembly carries.</summary>
    public static Calibration Embedded { get; } = Load();

    /// <summary>Leaves every confidence as the detector gave it.</summary>
    public static Calibration None { get; } = new([]);

    /// <summary>The probability that a finding is true: its own confidence, drawn towards the share of right findings of its code, the more so the more of them were labelled.</summary>
    public double Of(Finding finding)
    {
        double own = Math.Clamp(finding.Confidence, 0, 1);
        return _byCode.TryGetValue(finding.Code, out CalibrationEntry? entry)
            ? (entry.Right + (OwnWeight * own)) / (entry.Findings + OwnWeight)
            : own;
    }

    private static Calibration Load()
    {
        using Stream stream = typeof(Calibration).Assembly.GetManifestResourceStream("calibration.json")!;
        return new Calibration(JsonSerializer.Deserialize(stream, CasebookJson.Default.CalibrationEntryArray)!);
    }
}
