namespace DeepFix.Agents;

/// <summary>What can bring about what: which findings a cause accounts for when both are there. Knowledge of the field, stated once; each pair stands on the page of the cause.</summary>
internal static class CausalLinks
{
    private static readonly Dictionary<string, string[]> Explained = new(StringComparer.Ordinal)
    {
        [Codes.LearningRateTooHigh] = [Codes.NanLoss, Codes.HiddenNan, Codes.Divergence, Codes.LossSpike, Codes.LossOscillation, Codes.NoLearning, Codes.LossPlateau, Codes.ExplodingGradients, Codes.ClassCollapse, Codes.DyingRelu, Codes.ExcessiveClipping, Codes.Underfitting],
        [Codes.LearningRateTooLow] = [Codes.SlowConvergence, Codes.NoLearning, Codes.Underfitting, Codes.InsufficientEpochs, Codes.LossPlateau, Codes.ClassCollapse],
        [Codes.PrematureLrDecay] = [Codes.LossPlateau, Codes.Underfitting, Codes.SlowConvergence, Codes.NoLearning],
        [Codes.InsufficientEpochs] = [Codes.SlowConvergence, Codes.Underfitting],
        [Codes.WeakOptimizer] = [Codes.SlowConvergence, Codes.Underfitting, Codes.LossPlateau, Codes.InsufficientEpochs],
        [Codes.BatchSizeTooSmall] = [Codes.LossOscillation, Codes.NoisyValidation],
        [Codes.BatchSizeTooLarge] = [Codes.SlowConvergence, Codes.Underfitting, Codes.InsufficientEpochs],
        [Codes.ExcessiveRegularization] = [Codes.Underfitting, Codes.NoLearning, Codes.LossPlateau, Codes.ClassCollapse, Codes.ValBetterThanTrain],
        [Codes.BadInitialization] = [Codes.NanLoss, Codes.ExplodingGradients, Codes.VanishingGradients, Codes.NoLearning, Codes.DyingRelu, Codes.SlowConvergence, Codes.Divergence, Codes.Underfitting, Codes.LearningRateTooHigh],
        [Codes.WrongActivation] = [Codes.VanishingGradients, Codes.DyingRelu, Codes.Underfitting, Codes.SlowConvergence],
        [Codes.WrongLossFunction] = [Codes.LossPlateau, Codes.Underfitting, Codes.NoLearning, Codes.SlowConvergence],
        [Codes.RedundantSoftmax] = [Codes.LossPlateau, Codes.Underfitting, Codes.SlowConvergence, Codes.VanishingGradients],
        [Codes.WrongFinalActivation] = [Codes.LossPlateau, Codes.Underfitting, Codes.NoLearning],
        [Codes.FrozenLayers] = [Codes.LossPlateau, Codes.Underfitting, Codes.NoLearning, Codes.SlowConvergence, Codes.ClassCollapse],
        [Codes.MissingZeroGrad] = [Codes.LossOscillation, Codes.Divergence, Codes.LossSpike, Codes.ExplodingGradients, Codes.NanLoss, Codes.LearningRateTooHigh, Codes.Overfitting, Codes.ClassCollapse],
        [Codes.MissingShuffle] = [Codes.LossOscillation, Codes.ClassCollapse, Codes.NoLearning, Codes.NoisyValidation, Codes.Overfitting],
        [Codes.EvaluationInTrainMode] = [Codes.Overfitting, Codes.NoisyValidation, Codes.TrainedPastBest],
        [Codes.PreprocessingMismatch] = [Codes.Overfitting, Codes.NoisyValidation, Codes.TrainedPastBest, Codes.FeatureDrift],
        [Codes.SmallValidationSet] = [Codes.NoisyValidation, Codes.ValBetterThanTrain],
        [Codes.CorruptedLabels] = [Codes.NoLearning, Codes.Overfitting, Codes.TrainedPastBest, Codes.LabelNoise, Codes.ConflictingLabels, Codes.ModelWorseThanBaseline],
        [Codes.LabelNoise] = [Codes.Overfitting, Codes.TrainedPastBest, Codes.ConflictingLabels, Codes.Underfitting],
        [Codes.ConflictingLabels] = [Codes.LabelNoise],
        [Codes.ClassImbalance] = [Codes.ClassCollapse, Codes.ModelWorseThanBaseline, Codes.WeakSegment],
        [Codes.SmallDataset] = [Codes.Overfitting, Codes.TrainedPastBest, Codes.NoisyValidation],
        [Codes.SplitLeakage] = [Codes.ValBetterThanTrain, Codes.DuplicateSamples],
        [Codes.DuplicateSamples] = [Codes.Overfitting],
        [Codes.FeatureDrift] = [Codes.Overfitting, Codes.TrainedPastBest, Codes.WeakSegment, Codes.NewCategory, Codes.ValBetterThanTrain],
        [Codes.LabelDrift] = [Codes.Overfitting, Codes.TrainedPastBest, Codes.NewLabel, Codes.ValBetterThanTrain, Codes.FeatureDrift],
        [Codes.UnnormalizedInputs] = [Codes.NanLoss, Codes.Divergence, Codes.LossSpike, Codes.LossOscillation, Codes.NoLearning, Codes.SlowConvergence, Codes.Underfitting, Codes.ExplodingGradients, Codes.DyingRelu, Codes.ClassCollapse],
        [Codes.MissingValues] = [Codes.NanLoss, Codes.Underfitting, Codes.FeatureDrift],
        [Codes.ExplodingGradients] = [Codes.NanLoss, Codes.Divergence, Codes.LossSpike, Codes.LossOscillation, Codes.ExcessiveClipping, Codes.HiddenNan],
        [Codes.VanishingGradients] = [Codes.NoLearning, Codes.LossPlateau, Codes.SlowConvergence, Codes.Underfitting, Codes.ClassCollapse],
        [Codes.DyingRelu] = [Codes.NoLearning, Codes.LossPlateau, Codes.ClassCollapse, Codes.VanishingGradients, Codes.Underfitting, Codes.SlowConvergence, Codes.LearningRateTooLow],
        [Codes.Divergence] = [Codes.TrainedPastBest],
        [Codes.NanLoss] = [Codes.Divergence, Codes.HiddenNan, Codes.ClassCollapse, Codes.NoLearning],
        [Codes.NoLearning] = [Codes.Underfitting, Codes.LossPlateau, Codes.ClassCollapse, Codes.ModelWorseThanBaseline],
        [Codes.Overfitting] = [Codes.TrainedPastBest, Codes.PoorCalibration],
        [Codes.LossPlateau] = [Codes.Underfitting],
        [Codes.SlowConvergence] = [Codes.Underfitting],
    };

    /// <summary>Whether the first, where it is true, accounts for the second.</summary>
    public static bool Explains(string cause, string code)
        => Explained.TryGetValue(cause, out string[]? codes) && codes.Contains(code, StringComparer.Ordinal);
}
