using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>What arrives at the first layer of the gradient of the last.</summary>
internal static class SignalShare
{
    /// <summary>The ratio of the first layer that is not exactly 0 to the last, at the first record or in the median, whichever is lower. 1 where the last has none.</summary>
    public static double Of(LayerGradients layers)
    {
        if (layers.Moving.Count < 2) return 1;
        Curve first = layers.Moving[0], last = layers.Moving[^1];
        return Math.Min(Ratio(first.First, last.First), Ratio(Order.Median(first.Values), Order.Median(last.Values)));
    }

    private static double Ratio(double early, double late) => late > 0 && early >= 0 ? Math.Min(early / late, 1e6) : 1;
}
