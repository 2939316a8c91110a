using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Dataset;

/// <summary>How far one feature of a held-out split lies from training, and how likely chance brings that.</summary>
/// <param name="Effect">Share of rows that would have to change (total variation, or Kolmogorov-Smirnov distance from quantiles), 0 to 1.</param>
/// <param name="Chance">The probability of so large a distance between two samples of one distribution.</param>
internal readonly record struct FeatureDistance(double Effect, double Chance)
{
    /// <summary>From histograms where there are any, else from listed values, else from quantiles; null where the record has none of them for both splits.</summary>
    public static FeatureDistance? Between(DatasetArtifacts artifacts, FeatureStatistics feature, string split)
    {
        if (feature.Splits.GetValueOrDefault("train") is not { } train || feature.Splits.GetValueOrDefault(split) is not { } held) return null;
        double independent = Rows.IndependentShare(artifacts.Train());
        if (train.Histogram.Count > 1 && train.Histogram.Count == held.Histogram.Count)
            return OfCounts([.. train.Histogram.Select(c => (double)c)], [.. held.Histogram.Select(c => (double)c)], independent);
        if (feature.Kind == "categorical" && train.TopValues.Count > 0 && held.TopValues.Count > 0)
            return OfListed(train, held, independent);
        if (train.Quantiles.Count == 0 || held.Quantiles.Count == 0) return null;
        if (Rows.Of(artifacts.Train()) is not { } n || Rows.Of(artifacts.Splits.GetValueOrDefault(split)) is not { } m) return null;
        double distance = Math.Max(QuantileTables.DistanceAtLeast(train.Quantiles, held.Quantiles), OfMeans(train.Moments, held.Moments));
        return new FeatureDistance(distance, KolmogorovSmirnov.SameDistribution(distance, n * independent, m));
    }

    // A long tail of values that are not listed is one more category. Spellings of missing and variants of one spelling are other faults than drift.
    private static FeatureDistance? OfListed(FeatureSplit train, FeatureSplit held, double independent)
    {
        (double[] first, double[] second) = Rows.Aligned(Merged(train), Merged(held));
        return OfCounts(first, second, independent);
    }

    private static Dictionary<string, long> Merged(FeatureSplit values)
    {
        var merged = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string value, long rows) in values.TopValues.Where(v => !Spelling.MeansMissing(v.Key)))
        {
            string key = Spelling.IsNumber(value) ? value : Spelling.Of(value);
            merged[key] = merged.GetValueOrDefault(key) + rows;
        }

        if (values.ValuesNotListed is { } rest and > 0) merged["\0"] = rest;
        return merged;
    }

    private static FeatureDistance? OfCounts(double[] first, double[] second, double independent)
    {
        if (first.Sum() <= 0 || second.Sum() <= 0) return null;
        return new FeatureDistance(TotalVariation.Distance(first, second), ChiSquare.SameDistribution(first, second, independent));
    }

    private static double OfMeans(Moments train, Moments held)
        => train is { Mean: { } mean, Std: { } std } && held is { Mean: { } heldMean, Std: { } heldStd } ? NormalShift.Distance(mean, std, heldMean, heldStd) : 0;
}
