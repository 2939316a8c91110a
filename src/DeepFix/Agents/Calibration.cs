using System.Text.Json;

namespace DeepFix.Agents;

/// <summary>Turns a detector's own confidence into the probability that the finding is true, by how often findings of its code were right on labelled runs. Made by the evaluation project.</summary>
public sealed class Calibration(IEnumerable<CalibrationEntry> entries)
{
    /// <summary>How many labelled findings the detector's own confidence weighs as much as.</summary>
    private const double OwnWeight = 10;

    /// <summary>How many labelled findings the kind's own suggestion weighs as much as.</summary>
    private const double CauseWeight = 4;

    /// <summary>How often a true finding of kind cause hurts where no labelled run says: mostly, harmless settings are common.</summary>
    private const double CauseHurts = 0.85;

    /// <summary>How often a true symptom or fact of the data hurts by itself where no labelled run says: even odds.</summary>
    private const double OtherHurts = 0.5;

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

    /// <summary>
    /// The probability that a finding is what hurts the run: true is not enough, a lead of the training score for instance is often true and costs nothing.
    /// The share of such findings of its code on labelled runs, drawn towards what its kind suggests.
    /// </summary>
    public double CauseOf(Finding finding)
    {
        double prior = Math.Clamp(finding.Confidence, 0, 1) * (finding.Kind == FindingKind.Cause ? CauseHurts : OtherHurts);
        return _byCode.TryGetValue(finding.Code, out CalibrationEntry? entry)
            ? (entry.Causes + (CauseWeight * prior)) / (entry.Grave + CauseWeight)
            : prior;
    }

    private static Calibration Load()
    {
        using Stream stream = typeof(Calibration).Assembly.GetManifestResourceStream("calibration.json")!;
        return new Calibration(JsonSerializer.Deserialize(stream, CasebookJson.Default.CalibrationEntryArray)!);
    }
}
