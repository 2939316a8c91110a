using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Takes numbers that no data can have (NaN, infinite, beyond all scale, negative counts) as not stated, so that a detector judges what is left.</summary>
internal static class PlausibleNumbers
{
    private const double LargestValue = 1e100;
    private const long LargestCount = 1_000_000_000_000_000;

    /// <summary>The number, or null where no data can have it; 0 where it is no more than rounding.</summary>
    public static double? Of(double? value)
        => value is { } number && double.IsFinite(number) && Math.Abs(number) <= LargestValue ? Math.Abs(number) < 1 / LargestValue ? 0 : number : null;

    /// <summary>The artifacts with implausible numbers left out.</summary>
    public static DatasetArtifacts Plausible(this DatasetArtifacts artifacts) => artifacts with
    {
        ImbalanceRatio = Of(artifacts.ImbalanceRatio),
        Splits = artifacts.Splits.ToDictionary(s => s.Key, s => Of(s.Value), StringComparer.Ordinal),
        DuplicateRowsTrainVal = Count(artifacts.DuplicateRowsTrainVal),
        DuplicateRowsTrainTest = Count(artifacts.DuplicateRowsTrainTest),
        IndexOverlapTrainTest = Count(artifacts.IndexOverlapTrainTest),
        Features = [.. artifacts.Features.Select(f => f with { TargetAssociation = Of(f.TargetAssociation), Splits = f.Splits.ToDictionary(s => s.Key, s => Of(s.Value), StringComparer.Ordinal) })],
        Correlations = [.. artifacts.Correlations.Where(c => Of(c.PearsonAbs) is not null)],
        ModelInput = artifacts.ModelInput.ToDictionary(m => m.Key, m => Of(m.Value), StringComparer.Ordinal),
    };

    private static SplitStatistics Of(SplitStatistics split) => split with
    {
        NumSamples = Count(split.NumSamples),
        NumFeatures = split.NumFeatures is >= 0 ? split.NumFeatures : null,
        DuplicateRows = Count(split.DuplicateRows),
        ConflictingLabelRows = Count(split.ConflictingLabelRows),
        MissingCells = Count(split.MissingCells),
        ClassCounts = Counts(split.ClassCounts),
        Target = split.Target is { } target ? Of(target) : null,
        KnnLabelDisagreement = Of(split.KnnLabelDisagreement),
    };

    private static FeatureSplit Of(FeatureSplit values) => values with
    {
        Moments = Of(values.Moments),
        Quantiles = values.Quantiles.Where(q => Of(q.Value) is not null).ToDictionary(q => q.Key, q => q.Value),
        Missing = Count(values.Missing),
        Unique = Count(values.Unique),
        Histogram = values.Histogram.All(c => c is >= 0 and <= LargestCount) ? values.Histogram : [],
        TopValues = Counts(values.TopValues),
        ValuesNotListed = Count(values.ValuesNotListed),
        ValueTypes = Counts(values.ValueTypes),
        StringLength = values.StringLength is { } length ? Of(length) : null,
    };

    private static Moments Of(Moments moments) => new(Of(moments.Mean), Of(moments.Std) is >= 0 and var deviation ? deviation : null, Of(moments.Min), Of(moments.Max));

    private static long? Count(long? count) => count is >= 0 and <= LargestCount ? count : null;

    private static Dictionary<string, long> Counts(IReadOnlyDictionary<string, long> counts)
        => counts.Where(c => c.Value is >= 0 and <= LargestCount).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
}
