using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>A run beside those before it in its experiment, from what a search of the store gives of them.</summary>
internal static class EarlierRunsOfExperiment
{
    private const double LogsPerScore = 4, UsualDeviation = 0.02, UsualFreedom = 4, ToDeviation = 1.482602218505602;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("last {} over the median of {} earlier runs", (run, s) => RawEarlier.Of(run, s.Series) is { } e && s.Says(1, e.Earlier.Count) ? new(Math.Min(e.Own / Middle(e), 1e6)) : null),
        One("median of the last {} of {} earlier runs less this run's, in shares of its scale", (run, s) => RawEarlier.Of(run, s.Series) is { } e && s.Says(1, e.Earlier.Count) ? new(Plain.Within(Drop(e))) : null),
        One("the same in standard deviations of a run (the larger of those between repeats and between the earlier runs)", (run, s) => RawEarlier.Of(run, s.Series) is { } e ? new(Plain.Within(Drop(e) / Deviation(e))) : null),
        One("share of the earlier runs that ended better", (run, s) => RawEarlier.Of(run, s.Series) is { } e ? new(e.Earlier.Count(o => Score(e, o.Value) > Score(e, e.Own)) / (double)e.Earlier.Count) : null),
    ];

    private static double Middle(RawEarlier e) => Plain.Median([.. e.Earlier.Select(o => o.Value)]);

    private static double Drop(RawEarlier e) => Score(e, Middle(e)) - Score(e, e.Own);

    // A loss by its logarithm, a percentage as a share, a score as it is.
    private static double Score(RawEarlier e, double value)
    {
        double[] all = [e.Own, .. e.Earlier.Select(o => o.Value)];
        double largest = all.Max(Math.Abs);
        if (e.IsLoss) return all.Min() > 0 ? -Math.Log(Math.Max(value, 1e-12)) / LogsPerScore : -value / Math.Max(1, largest);
        return value / (largest is > 1.5 and <= 100 ? 100 : Math.Max(1, largest));
    }

    private static double Deviation(RawEarlier e)
    {
        double squares = UsualFreedom * UsualDeviation * UsualDeviation, freedom = UsualFreedom;
        foreach (double[] repeats in e.Earlier.GroupBy(o => o.Settings, StringComparer.Ordinal).Select(g => g.Select(o => Score(e, o.Value)).ToArray()))
        {
            double mean = repeats.Average();
            squares += repeats.Sum(v => (v - mean) * (v - mean));
            freedom += repeats.Length - 1;
        }

        double[] scores = [.. e.Earlier.Select(o => Score(e, o.Value))];
        double middle = Plain.Median(scores), spread = ToDeviation * Plain.Median([.. scores.Select(s => Math.Abs(s - middle))]);
        return Math.Max(Math.Sqrt(squares / freedom * (1 + (1.0 / scores.Length))), spread);
    }
}
