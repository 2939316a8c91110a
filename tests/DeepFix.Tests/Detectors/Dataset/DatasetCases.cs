using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;

namespace DeepFix.Tests.Detectors.Dataset;

/// <summary>A faulty table for each detector of dataset artifacts.</summary>
internal static class DatasetCases
{
    private static readonly DatasetArtifacts Imbalanced = Tables.Healthy.WithClasses("train", ("a", 900), ("b", 90), ("c", 10));
    private static readonly DatasetArtifacts Leaking = Tables.Healthy with { DuplicateRowsTrainVal = 40 };
    private static readonly DatasetArtifacts Copied = Tables.Healthy.With("train", s => s with { DuplicateRows = 300 });
    private static readonly DatasetArtifacts Missing = Tables.Healthy.With("weight", "train", f => f with { Missing = 200 });
    private static readonly DatasetArtifacts MissingEverywhere = Tables.Healthy.With("train", s => s with { MissingCells = 1200 });
    private static readonly DatasetArtifacts Constant = Tables.Healthy.With("weight", "train", f => f with { Unique = 1 });
    private static readonly DatasetArtifacts OtherLabels = Tables.Healthy.WithClasses("val", ("a", 240), ("b", 100), ("c", 60));
    private static readonly DatasetArtifacts OtherSizes = Tables.Healthy.With("size", "val", f => f with { Histogram = [30, 50, 70, 250] });
    private static readonly DatasetArtifacts Prepared = WithInput(new(0.1, 2.5, -8, 8));

    /// <summary>By code.</summary>
    public static IReadOnlyDictionary<string, DetectorCase<DatasetArtifacts>> All { get; } = new DetectorCase<DatasetArtifacts>[]
    {
        new(new DatasetClassImbalanceDetector(), Imbalanced, ("Ratio", 95, Imbalanced), ("SevereRatio", 95, Imbalanced)),
        new(
            new DatasetSplitLeakageDetector(),
            Leaking,
            ("ExcessShare", 0.15, Leaking),
            ("Chance", 0, Leaking),
            ("MediumShare", 0.15, Leaking),
            ("HighShare", 0.05, Leaking)),
        new(new DatasetDuplicateSamplesDetector(), Copied, ("Share", 0.4, Copied), ("MediumShare", 0.4, Copied), ("HighShare", 0.25, Copied)),
        new(new DatasetConflictingLabelsDetector(), Conflicts(30), ("Share", 0.04, Conflicts(30))),
        new(new DatasetMissingValuesDetector(), Missing, ("FeatureShare", 0.3, Missing), ("CellShare", 0.4, MissingEverywhere), ("HighCellShare", 0.4, MissingEverywhere)),
        new(new DatasetConstantFeatureDetector(), Constant, ("DistinctValues", 1, Constant), ("MinRows", 1000, Constant.With("train", s => s with { NumSamples = 900 }))),
        new(new DatasetCorrelatedFeaturesDetector(), Correlated(0.97, 1000), ("Correlation", 0.98, Correlated(0.97, 1000)), ("SureCorrelation", 0.99, Correlated(0.97, 1000))),
        new(
            new DatasetTargetLeakageDetector(),
            Tables.WithAssociations(0.95, 0.5),
            ("Association", 0.96, Tables.WithAssociations(0.95, 0.5)),
            ("ErrorRatio", 0.05, Tables.WithAssociations(0.95, 0.5)),
            ("NearlyCertain", 0.92, Tables.WithAssociations(0.95, 0.94))),
        new(new DatasetNewLabelDetector(), NewLabel, ("RowsOfNewClasses", 12, NewLabel)),
        new(new DatasetNewCategoryDetector(), NewCategory(12), ("Share", 0.05, NewCategory(12)), ("MinRows", 20, NewCategory(12))),
        new(new DatasetIndexLeakageDetector(), Tables.Healthy with { IndexOverlapTrainTest = 8 }, ("Share", 0.03, Tables.Healthy with { IndexOverlapTrainTest = 8 })),
        new(new DatasetDateLeakageDetector(), MixedDates, ("OverlapOfTestPeriod", 1, MixedDates)),
        new(new DatasetMixedNullsDetector(), Cities(("Oslo", 900), ("NA", 50), ("", 50)), ("Spellings", 2, Cities(("Oslo", 900), ("NA", 50), ("", 50)))),
        new(new DatasetMixedDataTypesDetector(), NumbersAndWords, ("SmallerShare", 0.1, NumbersAndWords)),
        new(new DatasetSpecialCharactersDetector(), Cities(("Oslo", 970), ("--", 30)), ("Share", 0.05, Cities(("Oslo", 970), ("--", 30)))),
        new(new DatasetStringMismatchDetector(), Cities(("Oslo", 900), (" oslo", 100)), ("Variants", 2, Cities(("Oslo", 900), (" oslo", 100)))),
        new(new DatasetStringLengthOutOfBoundsDetector(), LongText, ("LongestToMean", 50, LongText), ("MinExcess", 1000, LongText)),
        new(new DatasetOutlierSamplesDetector(), Outlying, ("Excess", 200, Outlying)),
        new(
            new DatasetLabelDriftDetector(),
            OtherLabels,
            ("Effect", 0.3, OtherLabels),
            ("Chance", 0, OtherLabels),
            ("MediumEffect", 0.3, OtherLabels),
            ("HighEffect", 0.15, OtherLabels)),
        new(
            new DatasetFeatureDriftDetector(),
            OtherSizes,
            ("Effect", 0.5, OtherSizes),
            ("Chance", 0, OtherSizes),
            ("MediumEffect", 0.5, OtherSizes),
            ("HighEffect", 0.3, OtherSizes)),
        new(
            new DatasetPreprocessingMismatchDetector(),
            Prepared,
            ("SpreadRatio", 3, Prepared),
            ("Shift", 2, WithInput(new(1.2, 1, -2, 4))),
            ("RawDrift", 0.5, WithInput(new(0.1, 2.5, -8, 8), OtherSizes)),
            ("RawChance", 0, WithInput(new(0.1, 2.5, -8, 8), OtherSizes))),
    }.ToDictionary(c => c.Detector.Code);

    private static DatasetArtifacts NewLabel => Tables.Healthy.WithClasses("test", ("a", 200), ("b", 190), ("d", 10));

    private static DatasetArtifacts MixedDates => Tables.Healthy with { Rest = Tables.Dates("2024-01-01", "2024-08-30", "2024-01-02", "2024-08-31") };

    private static DatasetArtifacts NumbersAndWords => Tables.Healthy.With("note", "train", f => f with { ValueTypes = new Dictionary<string, long> { ["number"] = 950, ["string"] = 50 } });

    private static DatasetArtifacts LongText => Tables.Healthy.With("note", "train", f => f with { StringLength = new Moments(12, null, 3, 400) });

    private static DatasetArtifacts Outlying => Tables.Healthy.With("weight", "train", f => f with { Moments = f.Moments with { Max = 999 } });

    private static DatasetArtifacts Conflicts(long rows) => Tables.Healthy.With("train", s => s with { ConflictingLabelRows = rows });

    private static DatasetArtifacts Correlated(double value, long rows)
        => Tables.Healthy.With("train", s => s with { NumSamples = rows }) with { Correlations = [new FeatureCorrelation("size", "weight", value)] };

    private static DatasetArtifacts NewCategory(long rows) => Tables.Healthy.With("city", "val", _ => Tables.Words(("Oslo", 300), ("Rome", 100 - rows), ("Lima", rows)));

    private static DatasetArtifacts Cities(params (string, long)[] values) => Tables.Healthy.With("city", "train", _ => Tables.Words(values));

    private static DatasetArtifacts WithInput(Moments val, DatasetArtifacts? raw = null)
        => (raw ?? Tables.Healthy) with { ModelInput = new Dictionary<string, Moments> { ["train"] = new(0, 1, -3, 3), ["val"] = val } };
}
