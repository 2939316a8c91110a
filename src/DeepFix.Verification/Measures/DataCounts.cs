using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Counts over rows, from the statistics of the data.</summary>
internal static class DataCounts
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("largest class over smallest in training", Imbalance),
        One("rows whose class training does not have", (run, s) => s.Series is { } split ? new(run.Data.Classes(split).Where(c => run.Data.Classes("train").FirstOrDefault(t => t.Name == c.Name).Rows == 0).Sum(c => c.Rows)) : null),
        One("share of test rows whose index training has too", (run, s) => s.Series == "index_overlap_train_test" && run.Data.Statistics["index_overlap_train_test"]?.Count is { } shared && run.Data.Rows("test") is { } rows ? new(shared / rows) : null),
        One("share of training rows that repeat an earlier row", (run, s) => s.Series == "duplicate_rows" ? TrainShare(run, "duplicate_rows") : null),
        One("share of training rows whose inputs occur with another label too", (run, s) => s.Series == "conflicting_label_rows" ? TrainShare(run, "conflicting_label_rows") : null),
        One("share of all training cells without a value", (run, _) => run.Data.Count("train", "missing_cells") is { } missing && run.Data.Count("train", "num_features") is { } width && run.Data.Rows("train") is { } rows ? new(missing / (rows * width)) : null),
        One("share of {} rows without a value", (run, s) => run.Data.Feature(s.Series)?[s.Words[0]]?["missing"]?.Count is { } missing && run.Data.Rows(s.Words[0]) is > 0 and var rows ? new(missing / rows) : null),
        One("share of {} rows that are also in training, beyond natural repeats", (run, s) => s.Series == $"duplicate_rows_train_{s.Words[0]}" ? Leaked(run, s.Words[0]) : null),
    ];

    /// <summary>Rows of a held-out split that are in training because the data repeat themselves anyway.</summary>
    public static double NaturalRepeats(double? trainRows, double? trainCopies, double heldRows, double? heldCopies)
    {
        if (trainRows is not (> 0 and var n) || heldRows <= 0) return 0;
        double byTrain = trainCopies is { } copies ? 2 * copies * heldRows / n : double.PositiveInfinity;
        double byHeld = heldCopies is { } repeats ? 2 * Tails.PoissonUpperBound((long)Math.Round(repeats), 0.025) * n / heldRows : double.PositiveInfinity;
        return double.IsFinite(Math.Min(byTrain, byHeld)) ? Math.Min(Math.Min(byTrain, byHeld), heldRows) : 0;
    }

    private static Recomputed? Imbalance(RawRun run, Stated stated)
    {
        if (stated.Series != "class_counts") return null;
        double[] sizes = [.. run.Data.Classes("train").Select(c => c.Rows).Where(r => r > 0)];
        return sizes.Length > 1 ? new(sizes.Max() / sizes.Min()) : run.Data.Metadata["imbalance_ratio"]?.Sane is { } ratio ? new(ratio) : null;
    }

    private static Recomputed? TrainShare(RawRun run, string name) => run.Data.Count("train", name) is { } some && run.Data.Rows("train") is > 0 and var rows ? new(some / rows) : null;

    private static Recomputed? Leaked(RawRun run, string split)
    {
        if (run.Data.Statistics["duplicate_rows_train_" + split]?.Count is not { } shared || run.Data.Rows(split) is not { } rows) return null;
        return new(Math.Max(0, shared - NaturalRepeats(run.Data.Rows("train"), run.Data.Count("train", "duplicate_rows"), rows, run.Data.Count(split, "duplicate_rows"))) / rows);
    }
}
