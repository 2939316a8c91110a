using DeepFix.Artifacts;
using DeepFix.Detectors.Deepchecks;
using DeepFix.Statistics;
using static DeepFix.Tests.Detectors.Deepchecks.Results;

namespace DeepFix.Tests.Detectors.Deepchecks;

/// <summary>Faulty results for each detector of deepchecks artifacts.</summary>
internal static class DeepchecksCases
{
    private static readonly DeepchecksArtifacts Labels = Healthy.With("Label Drift", """{"Drift score": 0.3, "Method": "Cramer's V"}""");
    private static readonly DeepchecksArtifacts Targets = Healthy.With("Label Drift", """{"Drift score": 0.3, "Method": "Kolmogorov-Smirnov"}""");
    private static readonly DeepchecksArtifacts Features = Healthy.With("Feature Drift", """{"size": {"Drift score": 0.4, "Method": "Kolmogorov-Smirnov"}}""");
    private static readonly DeepchecksArtifacts Shared = Healthy.With("Train Test Samples Mix", """{"ratio": 0.1}""");
    private static readonly DeepchecksArtifacts Copied = Healthy.With("Data Duplicates", "0.3", "train");
    private static readonly DeepchecksArtifacts Constant = Healthy.With("Is Single Value", """{"size": 1, "city": 3}""", "train");
    private static readonly DeepchecksArtifacts Imbalanced = Healthy.With("Train Test Performance", Performance(("a", 900, 360, 0.9), ("b", 100, 40, 0.5)));
    private static readonly DeepchecksArtifacts Blunt = Healthy.With("Calibration Score", Score("a", CalibratedBrier.Expected(0.9, 0.5) + 0.05), "test");
    private static readonly DeepchecksArtifacts Leak = Healthy.With("Feature Label Correlation", """{"size": 0.95, "weight": 0.5}""", "train");
    private static readonly DeepchecksArtifacts WeakPart = Healthy.With("Weak Segments Performance", Segments("Accuracy Score", 0.85, (0.3, 60)), "test");
    private static readonly DeepchecksArtifacts WeakRange = Healthy.With("Weak Segments Performance", Segments("Neg RMSE Score", -1, (-2, 80)), "test");

    /// <summary>By code.</summary>
    public static IReadOnlyDictionary<string, DetectorCase<DeepchecksArtifacts>> All { get; } = new DetectorCase<DeepchecksArtifacts>[]
    {
        new(new DeepchecksLabelDriftDetector(), Labels, ("CategoricalEffect", 0.4, Labels), ("NumericEffect", 0.4, Targets), ("Chance", 0, Labels), ("HighEffect", 0.2, Labels)),
        new(new DeepchecksFeatureDriftDetector(), Features, ("Effect", 0.5, Features), ("Chance", 0, Features), ("MediumEffect", 0.5, Features), ("HighEffect", 0.3, Features)),
        new(new DeepchecksSplitLeakageDetector(), Shared, ("ExcessShare", 0.2, Shared), ("Chance", 0, Shared), ("MediumShare", 0.2, Shared), ("HighShare", 0.05, Shared)),
        new(new DeepchecksDuplicateSamplesDetector(), Copied, ("Share", 0.4, Copied), ("MediumShare", 0.4, Copied), ("HighShare", 0.25, Copied)),
        One(new DeepchecksConflictingLabelsDetector(), "Share", 0.1, Healthy.With("Conflicting Labels", """{"percent_of_conflicting_samples": 0.06}""", "train")),
        One(new DeepchecksMissingValuesDetector(), "FeatureShare", 0.5, Healthy.With("Mixed Nulls", """{"columns": {"size": {"numpy.nan": {"count": 300, "percent": 0.3}}}}""", "train")),
        One(new DeepchecksMixedNullsDetector(), "Spellings", 2, Healthy.With("Mixed Nulls", """{"columns": {"city": {"\"NA\"": {"percent": 0.01}, "\"null\"": {"percent": 0.01}}}}""", "train")),
        One(new DeepchecksMixedDataTypesDetector(), "SmallerShare", 0.1, Healthy.With("Mixed Data Types", """{"size": {"strings": 0.05, "numbers": 0.95, "strings_examples": ["see note"], "numbers_examples": [4]}}""", "train")),
        One(new DeepchecksSpecialCharactersDetector(), "Share", 0.1, Healthy.With("Special Characters", """{"city": 0.03}""", "train")),
        One(new DeepchecksStringMismatchDetector(), "Variants", 2, Healthy.With("String Mismatch", """{"columns": {"city": {"oslo": [{"variant": "Oslo"}, {"variant": "oslo "}]}}}""", "train")),
        One(
            new DeepchecksStringLengthOutOfBoundsDetector(),
            "Ratio",
            20,
            Healthy.With("String Length Out Of Bounds", """{"city": {"outliers": [{"range": {"min": 419, "max": 433}, "n_samples": 4}], "normal_range": {"min": 8, "max": 33}}}""", "train")),
        One(new DeepchecksNewLabelDetector(), "RowsOfNewLabels", 6, Healthy.With("New Label Train Test", """{"n_samples": 400, "n_new_labels_samples": 6, "new_labels": ["d"]}""")),
        new(new DeepchecksNewCategoryDetector(), NewCategory, ("Share", 0.05, NewCategory), ("MinRows", 20, NewCategory)),
        One(new DeepchecksIndexLeakageDetector(), "Share", 0.5, Healthy.With("Index Train Test Leakage", "0.31")),
        One(new DeepchecksDateLeakageDetector(), "Share", 1, Healthy.With("Date Train Test Leakage Overlap", "0.99")),
        new(new DeepchecksConstantFeatureDetector(), Constant, ("DistinctValues", 1, Constant), ("MinRows", 1000, Constant.With("Datasets Size Comparison", """{"Train": 900, "Test": 400}"""))),
        new(new DeepchecksCorrelatedFeaturesDetector(), Correlated, ("Correlation", 0.98, Correlated), ("SureCorrelation", 0.99, Correlated)),
        new(
            new DeepchecksTargetLeakageDetector(),
            Leak,
            ("Power", 0.97, Leak),
            ("ErrorRatio", 0.05, Leak),
            ("NearlyCertain", 0.92, Healthy.With("Feature Label Correlation", """{"size": 0.95, "weight": 0.94}""", "train")),
            ("IdentifierPower", 0.95, Healthy.With("Identifier Label Correlation", """{"row_id": 0.9}""", "train")),
            ("PropertyPower", 0.95, Healthy.With("Property Label Correlation", """{"Brightness": 0.9, "Area": 0}"""))),
        new(
            new DeepchecksClassImbalanceDetector(),
            Imbalanced,
            ("Ratio", 10, Imbalanced),
            ("RecallOfSmallest", 0.5, Imbalanced),
            ("RecallIfGivenUp", 0.6, Imbalanced)),
        new(
            new DeepchecksWeakSegmentDetector(),
            WeakPart,
            ("ScoreDrop", 0.8, WeakPart),
            ("ErrorRatio", 2.5, WeakRange),
            ("Chance", 0, WeakPart)),
        One(new DeepchecksOutlierSamplesDetector(), "OutlyingTwice", 5, Healthy.With("Image Property Outliers", Outliers(["4", "6", "12", "18"], ["4", "6", "12", "30"]))),
        One(new DeepchecksModelWorseThanBaselineDetector(), "Gain", -1, Healthy.With("Train Test Performance", Performance(("a", 500, 200, 0.9), ("b", 500, 200, 0.1)))),
        new(new DeepchecksPoorCalibrationDetector(), Blunt, ("Excess", 0.1, Blunt), ("Noise", 10, Blunt)),
    }.ToDictionary(c => c.Detector.Code);

    private static DeepchecksArtifacts NewCategory => Healthy.With("New Category Train Test", """[{"# New Categories": 1, "Ratio of New Categories": 0.03, "New categories": ["Lima"]}]""");

    private static DeepchecksArtifacts Correlated => Healthy.With("Feature Feature Correlation", """[{"size": 1.0, "weight": 0.96}, {"size": 0.96, "weight": 1.0}]""", "train");

    private static DetectorCase<DeepchecksArtifacts> One(DeepFix.Detectors.Detector<DeepchecksArtifacts> detector, string limit, double at, DeepchecksArtifacts faulty)
        => new(detector, faulty, (limit, at, faulty));
}
