namespace DeepFix.Evaluation.Comparisons;

/// <summary>Which settings a cause lies in, as a comparison names them: what should be named when a run with the cause is held against one without.</summary>
internal static class ReasonOfCause
{
    private static readonly Dictionary<string, string[]> Settings = new(StringComparer.Ordinal)
    {
        [Codes.LearningRateTooHigh] = ["learning_rate"], [Codes.LearningRateTooLow] = ["learning_rate"], [Codes.NanLoss] = ["learning_rate"],
        [Codes.ExplodingGradients] = ["learning_rate", "gradient_clip_val", "layers"], [Codes.WeakOptimizer] = ["optimizer", "learning_rate", "momentum"],
        [Codes.BatchSizeTooLarge] = ["batch_size"], [Codes.BatchSizeTooSmall] = ["batch_size"], [Codes.InsufficientEpochs] = ["num_epochs"], [Codes.PrematureLrDecay] = ["scheduler"],
        [Codes.ExcessiveRegularization] = ["dropout_rate", "weight_decay"], [Codes.Underfitting] = ["hidden_units", "num_layers", "layers", "model_name"],
        [Codes.Overfitting] = ["dropout_rate", "weight_decay", "num_epochs", "hidden_units"], [Codes.WrongLossFunction] = ["loss_function"],
        [Codes.RedundantSoftmax] = ["final_activation", "loss_function"], [Codes.WrongFinalActivation] = ["final_activation"], [Codes.WrongActivation] = ["activation"],
        [Codes.DyingRelu] = ["activation", "learning_rate"], [Codes.VanishingGradients] = ["activation", "layers", "num_layers"], [Codes.MissingShuffle] = ["shuffle"],
        [Codes.FrozenLayers] = ["trainable share of the parameters"], [Codes.SmallDataset] = ["num_train_samples"], [Codes.ClassImbalance] = ["class shares of train"],
        [Codes.LabelNoise] = ["label disagreement of neighbours"], [Codes.CorruptedLabels] = ["label disagreement of neighbours"], [Codes.MissingValues] = ["missing cells a row of train"],
        [Codes.DuplicateSamples] = ["duplicate share of train"], [Codes.UnnormalizedInputs] = ["scale of the model's inputs", "layers"],
    };

    /// <summary>The settings of a run's causes.</summary>
    public static HashSet<string> Of(LabelledRun run) => [.. run.Causing.SelectMany(c => Settings.GetValueOrDefault(c, []))];
}
