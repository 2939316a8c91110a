using DeepFix.Artifacts;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Detectors.Dataset;
using DeepFix.Detectors.Deepchecks;

namespace DeepFix.Detectors;

/// <summary>Every detector, one line each, in the order in which their findings are listed when nothing else orders them.</summary>
public static class DetectorCatalog
{
    /// <summary>Detectors of metrics and declared settings.</summary>
    public static IReadOnlyList<Detector<TrainingArtifacts>> Training { get; } =
    [
        new Training.NanLoss(),
        new Training.Divergence(),
        new Training.Overfitting(),
        new Training.TrainedPastBest(),
        new Training.NoLearning(),
        new Training.Underfitting(),
        new Training.LearningRateTooHigh(),
        new Training.LearningRateTooLow(),
        new Training.InsufficientEpochs(),
        new Training.SlowConvergence(),
        new Training.LossPlateau(),
        new Training.LossOscillation(),
        new Training.RedundantSoftmax(),
        new Training.WrongLossFunction(),
        new Training.FrozenLayers(),
        new Training.MissingZeroGrad(),
        new Training.BadInitialization(),
        new Training.WrongActivation(),
        new Training.WeakOptimizer(),
        new Training.BatchSizeTooLarge(),
        new Training.BatchSizeTooSmall(),
        new Training.PrematureLrDecay(),
        new Training.MissingShuffle(),
        new Training.SmallDataset(),
        new Training.EvaluationInTrainMode(),
        new Training.ExcessiveRegularization(),
        new Training.ClassCollapse(),
        new Training.ExplodingGradients(),
        new Training.VanishingGradients(),
        new Training.DyingRelu(),
        new Training.HiddenNan(),
        new Training.LossSpike(),
        new Training.ExcessiveClipping(),
        new Training.LrScheduleMismatch(),
        new Training.EarlyStoppingMisconfigured(),
        new Training.OptimizerParamSuspicious(),
        new Training.MetricLoggingBug(),
        new Training.SmallValidationSet(),
        new Training.NoisyValidation(),
        new Training.ValBetterThanTrain(),
    ];

    /// <summary>Detectors of dataset metadata and statistics.</summary>
    public static IReadOnlyList<Detector<DatasetArtifacts>> Dataset { get; } =
    [
        new DatasetClassImbalanceDetector(),
        new DatasetConflictingLabelsDetector(),
        new DatasetConstantFeatureDetector(),
        new DatasetCorrelatedFeaturesDetector(),
        new DatasetDateLeakageDetector(),
        new DatasetDuplicateSamplesDetector(),
        new DatasetFeatureDriftDetector(),
        new DatasetIndexLeakageDetector(),
        new DatasetLabelDriftDetector(),
        new DatasetMissingValuesDetector(),
        new DatasetMixedDataTypesDetector(),
        new DatasetMixedNullsDetector(),
        new DatasetNewCategoryDetector(),
        new DatasetNewLabelDetector(),
        new DatasetOutlierSamplesDetector(),
        new DatasetPreprocessingMismatchDetector(),
        new DatasetSpecialCharactersDetector(),
        new DatasetSplitLeakageDetector(),
        new DatasetStringLengthOutOfBoundsDetector(),
        new DatasetStringMismatchDetector(),
        new DatasetTargetLeakageDetector(),
    ];

    /// <summary>Detectors of deepchecks results.</summary>
    public static IReadOnlyList<Detector<DeepchecksArtifacts>> Deepchecks { get; } =
    [
        new DeepchecksClassImbalanceDetector(),
        new DeepchecksConflictingLabelsDetector(),
        new DeepchecksConstantFeatureDetector(),
        new DeepchecksCorrelatedFeaturesDetector(),
        new DeepchecksDateLeakageDetector(),
        new DeepchecksDuplicateSamplesDetector(),
        new DeepchecksFeatureDriftDetector(),
        new DeepchecksIndexLeakageDetector(),
        new DeepchecksLabelDriftDetector(),
        new DeepchecksMissingValuesDetector(),
        new DeepchecksMixedDataTypesDetector(),
        new DeepchecksMixedNullsDetector(),
        new DeepchecksModelWorseThanBaselineDetector(),
        new DeepchecksNewCategoryDetector(),
        new DeepchecksNewLabelDetector(),
        new DeepchecksOutlierSamplesDetector(),
        new DeepchecksPoorCalibrationDetector(),
        new DeepchecksSpecialCharactersDetector(),
        new DeepchecksSplitLeakageDetector(),
        new DeepchecksStringLengthOutOfBoundsDetector(),
        new DeepchecksStringMismatchDetector(),
        new DeepchecksTargetLeakageDetector(),
        new DeepchecksWeakSegmentDetector(),
    ];

    /// <summary>Detectors that need more than one kind of artifact.</summary>
    public static IReadOnlyList<Detector<RunArtifacts>> CrossArtifact { get; } =
    [
        new ConfigLogContradictionDetector(),
        new UnnormalizedInputsDetector(),
        new WrongFinalActivationDetector(),
        new LabelNoiseDetector(),
        new CorruptedLabelsDetector(),
        new RegressionVsPreviousRunDetector(),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Detector> All { get; } = [.. Training, .. Dataset, .. Deepchecks, .. CrossArtifact];
}
