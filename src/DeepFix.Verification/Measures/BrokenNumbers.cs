using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Counts of NaN and infinity, and of numbers that never move.</summary>
internal static class BrokenNumbers
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        new("points of {} that are NaN or infinite", Points),
        One("points of {} that equal its first to the last digit, up to the first that does not", (run, s) => s.Words[0] == s.Series && run.Metrics.Curve(s.Series) is { } c ? Equal(c) : null),
        One("share of the points of {} that are NaN or infinite", (run, s) => Named(run, s) is { } series ? new((double)series.Broken.Count / series.Points.Count) : null),
        One("points of train_loss that are NaN or infinite, and so not hidden", (run, s) => run.Metrics.Find("train_loss") is { } loss ? new(loss.Broken.Count) : null),
        One("points of {} that are NaN or infinite while train_loss is finite", (run, s) => IsWhole(run) && Named(run, s) is { } series ? new(series.Broken.Count) : null),
        One("points with a nan_count above 0 while train_loss is finite", (run, _) => IsWhole(run) && run.Metrics.Find("nan_count") is { } counts ? new(counts.Points.Count(p => !double.IsFinite(p.Value) || p.Value > 0)) : null),
    ];

    // A break of a loss has a first and a last step, a count alone has none.
    private static IEnumerable<Recomputed> Points(RawRun run, Stated stated)
    {
        if (Named(run, stated) is not { } series) yield break;
        yield return new(series.Broken.Count);
        if (series.Broken.Count > 0) yield return new(series.Broken.Count, series.Broken[0].Step, series.Broken[^1].Step);
    }

    private static Recomputed Equal(RawCurve c)
    {
        int same = c.Values.TakeWhile(v => v == c.Values[0]).Count();
        return new(same, c.Step(0), c.Step(same - 1));
    }

    private static bool IsWhole(RawRun run) => run.Metrics.Find("train_loss") is { Broken.Count: 0 };

    private static RawSeries? Named(RawRun run, Stated stated) => stated.Words[0] == stated.Series ? run.Metrics.Find(stated.Series) : null;
}
