using System.Globalization;

namespace DeepFix.Evaluation.Reports;

/// <summary>The measures of a folder: pooled over its runs, and on the data set where each is worst.</summary>
internal static class MeasureTable
{
    /// <summary>Runs that a measure must rest on for a data set to count as the worst.</summary>
    private const int LeastRuns = 5;

    private static readonly string[] LowIsGood = ["healthy_flagged", "healthy_with_advice", "first_action_harms", "ece", "low_per_faulty", "low_per_healthy"];

    /// <summary>The measures shown, in order, and what is asked of them on runs, on runs in the basic view and on mixed.</summary>
    public static IReadOnlyList<(string Name, string[] Asked)> Rows { get; } =
    [
        ("cause_found", ["0.80", "0.45", "0.60"]),
        ("cause_top1", ["0.68", "0.36", "0.52"]),
        ("precision_medium_high", ["0.95", "0.93", "0.92"]),
        ("precision_causes", ["0.90", "0.85", "0.85"]),
        ("healthy_flagged", ["0.03", "0.03", "0.05"]),
        ("decoys_flagged", ["", "", "0.05"]),
        ("healthy_with_advice", ["0.03", "0.03", "0.05"]),
        ("first_action_captures", ["0.55", "0.45", "0.50"]),
        ("best_of_3_captures", ["0.80", "0.70", "0.75"]),
        ("first_action_harms", ["0.08", "0.10", "0.08"]),
        ("ece", ["0.05", "0.05", "0.06"]),
        ("low_per_faulty", ["3", "3", "3"]),
        ("low_per_healthy", ["1", "1", "1"]),
    ];

    /// <summary>A cell: the pooled figure, bold where it misses what is asked, and the worst data set's.</summary>
    public static string Cell(FolderScore score, string measure, string asked)
    {
        double value = score.Pooled.Measures()[measure];
        bool isLowGood = IsLowGood(measure);
        bool misses = double.TryParse(asked, NumberStyles.Float, CultureInfo.InvariantCulture, out double limit) && (isLowGood ? value > limit : value < limit);
        string text = Number(value), pooled = misses ? $"**{text}**" : text;
        return Worst(score, measure) is { } worst ? $"{pooled} ({worst.DataSet} {Number(worst.Value)})" : pooled;
    }

    /// <summary>The data set with the worst figure among those with enough runs for it; null where none has.</summary>
    public static (string DataSet, double Value)? Worst(FolderScore score, string measure)
    {
        string runs = measure is "healthy_flagged" or "healthy_with_advice" or "low_per_healthy" ? "healthy" : measure == "decoys_flagged" ? "decoys" : "faulty";
        var sets = score.PerDataSet.Select(d => (d.Key, Measures: d.Value.Measures())).Where(d => d.Measures[runs] >= LeastRuns).Select(d => (DataSet: d.Key, Value: d.Measures[measure])).ToArray();
        if (sets.Length == 0) return null;
        return IsLowGood(measure) ? sets.MaxBy(d => d.Value) : sets.MinBy(d => d.Value);
    }

    /// <summary>A figure with three digits.</summary>
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static bool IsLowGood(string measure) => LowIsGood.Contains(measure, StringComparer.Ordinal) || measure == "decoys_flagged";
}
