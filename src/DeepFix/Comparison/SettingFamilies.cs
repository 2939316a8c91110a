using DeepFix.Api;
using DeepFix.Artifacts.Names;

namespace DeepFix.Comparison;

/// <summary>
/// The families of settings. Chance and effect are those of the 740 labelled runs, each trained again with one setting changed (docs/compare.md);
/// those of settings that were not varied there are set beside their nearest neighbour.
/// </summary>
internal static class SettingFamilies
{
    public static readonly SettingFamily LearningRate = new("learning_rate", ChangeKind.Param, 0.53, 0.30, ValueScale.Ratio)
    {
        Names = ParameterNames.LearningRate,
        Codes = [DeepFix.Codes.LearningRateTooHigh, DeepFix.Codes.LearningRateTooLow, DeepFix.Codes.NanLoss, DeepFix.Codes.Divergence, DeepFix.Codes.LossOscillation, DeepFix.Codes.ExplodingGradients, DeepFix.Codes.SlowConvergence, DeepFix.Codes.NoLearning],
    };

    public static readonly SettingFamily Optimizer = new("optimizer", ChangeKind.Param, 0.44, 0.30, ValueScale.Kind) { Names = ParameterNames.Optimizer, Codes = [DeepFix.Codes.WeakOptimizer] };

    public static readonly SettingFamily BatchSize = new("batch_size", ChangeKind.Param, 0.58, 0.29, ValueScale.Ratio)
    {
        Names = ParameterNames.BatchSize,
        Codes = [DeepFix.Codes.BatchSizeTooLarge, DeepFix.Codes.BatchSizeTooSmall, DeepFix.Codes.LossOscillation],
    };

    public static readonly SettingFamily NumEpochs = new("num_epochs", ChangeKind.Param, 0.33, 0.17, ValueScale.Ratio)
    {
        Names = ParameterNames.NumEpochs,
        Codes = [DeepFix.Codes.InsufficientEpochs, DeepFix.Codes.SlowConvergence, DeepFix.Codes.TrainedPastBest],
    };

    public static readonly SettingFamily WeightDecay = new("weight_decay", ChangeKind.Param, 0.11, 0.35, ValueScale.Ratio) { Names = ParameterNames.WeightDecay, Codes = [DeepFix.Codes.ExcessiveRegularization, DeepFix.Codes.Overfitting] };

    public static readonly SettingFamily Dropout = new("dropout_rate", ChangeKind.Param, 0.20, 0.29, ValueScale.Share) { Names = ParameterNames.DropoutRate, Codes = [DeepFix.Codes.ExcessiveRegularization, DeepFix.Codes.EvaluationInTrainMode, DeepFix.Codes.Overfitting] };

    public static readonly SettingFamily Scheduler = new("scheduler", ChangeKind.Param, 0.38, 0.25, ValueScale.Kind) { Names = ParameterNames.Scheduler, Codes = [DeepFix.Codes.PrematureLrDecay, DeepFix.Codes.LrScheduleMismatch] };

    public static readonly SettingFamily LossFunction = new("loss_function", ChangeKind.Param, 0.69, 0.27, ValueScale.Kind) { Names = ParameterNames.LossFunction, Codes = [DeepFix.Codes.WrongLossFunction, DeepFix.Codes.RedundantSoftmax] };

    public static readonly SettingFamily Augmentation = new("augmentation", ChangeKind.Param, 0.30, 0.15, ValueScale.Kind) { Names = ParameterNames.Augmentation, Codes = [DeepFix.Codes.Overfitting, DeepFix.Codes.ExcessiveRegularization] };

    public static readonly SettingFamily Momentum = new("momentum", ChangeKind.Param, 0.30, 0.30, ValueScale.Share) { Names = ParameterNames.Momentum, Codes = [DeepFix.Codes.WeakOptimizer] };

    public static readonly SettingFamily Clip = new("gradient_clip_val", ChangeKind.Param, 0.09, 0.50, ValueScale.Ratio) { Names = ParameterNames.Clip, Codes = [DeepFix.Codes.ExplodingGradients, DeepFix.Codes.ExcessiveClipping] };

    public static readonly SettingFamily Shuffle = new("shuffle", ChangeKind.Param, 0.60, 0.33, ValueScale.Kind) { Names = ParameterNames.Shuffle, Codes = [DeepFix.Codes.MissingShuffle] };

    public static readonly SettingFamily Activation = new("activation", ChangeKind.Param, 0.17, 0.24, ValueScale.Kind) { Names = ParameterNames.Activation, Codes = [DeepFix.Codes.WrongActivation, DeepFix.Codes.DyingRelu, DeepFix.Codes.VanishingGradients] };

    public static readonly SettingFamily FinalActivation = new("final_activation", ChangeKind.Param, 0.68, 0.31, ValueScale.Kind) { Names = ParameterNames.FinalActivation, Codes = [DeepFix.Codes.WrongFinalActivation, DeepFix.Codes.RedundantSoftmax] };

    public static readonly SettingFamily HiddenUnits = new("hidden_units", ChangeKind.Param, 0.50, 0.22, ValueScale.Ratio) { Names = ParameterNames.HiddenUnits, Codes = [DeepFix.Codes.Underfitting, DeepFix.Codes.Overfitting] };

    public static readonly SettingFamily NumLayers = new("num_layers", ChangeKind.Param, 0.30, 0.20, ValueScale.Ratio) { Names = ParameterNames.NumLayers, Codes = [DeepFix.Codes.Underfitting, DeepFix.Codes.VanishingGradients] };

    public static readonly SettingFamily Layers = new("layers", ChangeKind.Param, 0.50, 0.34, ValueScale.Kind) { Codes = [DeepFix.Codes.VanishingGradients, DeepFix.Codes.ExplodingGradients, DeepFix.Codes.UnnormalizedInputs, DeepFix.Codes.BadInitialization] };

    public static readonly SettingFamily ModelName = new("model_name", ChangeKind.Param, 0.40, 0.25, ValueScale.Kind) { Names = ParameterNames.ModelName, Codes = [DeepFix.Codes.Underfitting] };

    public static readonly SettingFamily TrainableShare = new("trainable share of the parameters", ChangeKind.Param, 0.90, 0.35, ValueScale.Share) { Codes = [DeepFix.Codes.FrozenLayers] };

    public static readonly SettingFamily Initialization = new("initialization", ChangeKind.Param, 0.60, 0.50, ValueScale.Kind)
    {
        Names = ["init", "initialization", "initializer", "weight_init", "kernel_initializer", "init_scale", "init_std"],
        Codes = [DeepFix.Codes.BadInitialization],
    };

    public static readonly SettingFamily Seed = new("seed", ChangeKind.Param, 0.05, 0.03, ValueScale.Kind) { Names = ["seed", "random_seed", "random_state", "torch_seed", "global_seed", "seed_everything"], IsRepeat = true };

    public static readonly SettingFamily OtherParameter = new("", ChangeKind.Param, 0.15, 0.20, ValueScale.Ratio);

    public static readonly SettingFamily DatasetName = new("dataset_name", ChangeKind.Data, 0.50, 0.30, ValueScale.Kind) { Names = ["dataset", "dataset_name", "data", "data_name"] };

    public static readonly SettingFamily DataVersion = new("data version", ChangeKind.Data, 0.40, 0.30, ValueScale.Kind);

    public static readonly SettingFamily TrainRows = new("num_train_samples", ChangeKind.Data, 0.49, 0.25, ValueScale.Ratio) { Codes = [DeepFix.Codes.SmallDataset, DeepFix.Codes.Overfitting] };

    public static readonly SettingFamily ValRows = new("num_val_samples", ChangeKind.Data, 0.10, 0.05, ValueScale.Ratio) { Codes = [DeepFix.Codes.SmallValidationSet, DeepFix.Codes.NoisyValidation] };

    public static readonly SettingFamily ClassMix = new("class shares of train", ChangeKind.Data, 0.60, 0.30, ValueScale.Kind) { Codes = [DeepFix.Codes.ClassImbalance, DeepFix.Codes.LabelDrift, DeepFix.Codes.ClassCollapse] };

    public static readonly SettingFamily Labels = new("label disagreement of neighbours", ChangeKind.Data, 0.80, 0.30, ValueScale.Share) { Codes = [DeepFix.Codes.LabelNoise, DeepFix.Codes.CorruptedLabels, DeepFix.Codes.ConflictingLabels] };

    public static readonly SettingFamily Missing = new("missing cells a row of train", ChangeKind.Data, 0.90, 0.30, ValueScale.Share) { Codes = [DeepFix.Codes.MissingValues] };

    public static readonly SettingFamily Duplicates = new("duplicate share of train", ChangeKind.Data, 0.50, 0.12, ValueScale.Share) { Codes = [DeepFix.Codes.DuplicateSamples, DeepFix.Codes.SplitLeakage] };

    public static readonly SettingFamily Inputs = new("scale of the model's inputs", ChangeKind.Data, 0.70, 0.45, ValueScale.Ratio) { Codes = [DeepFix.Codes.UnnormalizedInputs, DeepFix.Codes.PreprocessingMismatch] };

    public static readonly SettingFamily OtherData = new("", ChangeKind.Data, 0.25, 0.25, ValueScale.Ratio);

    public static readonly SettingFamily Code = new("code", ChangeKind.Environment, 0.25, 0.20, ValueScale.Kind);

    public static readonly SettingFamily Machine = new("", ChangeKind.Environment, 0.02, 0.03, ValueScale.Kind) { IsRepeat = true };

    public static readonly SettingFamily OtherEnvironment = new("", ChangeKind.Environment, 0.08, 0.12, ValueScale.Kind);

    private static readonly SettingFamily[] Named =
    [
        LearningRate, Optimizer, BatchSize, NumEpochs, WeightDecay, Dropout, Scheduler, LossFunction, Augmentation, Momentum, Clip, Shuffle, Activation, FinalActivation,
        HiddenUnits, NumLayers, ModelName, Initialization, Seed, DatasetName,
    ];

    private static readonly Dictionary<string, SettingFamily> ByName = Named.SelectMany(f => f.Names.Append(f.Name).Distinct(StringComparer.Ordinal).Select(n => (n, f))).ToDictionary(p => p.n, p => p.f, StringComparer.Ordinal);

    /// <summary>The family of a parameter by its name as declared; null where it has none of its own.</summary>
    public static SettingFamily? Find(string name)
    {
        string normal = ParameterNames.Normal(name);
        return ByName.GetValueOrDefault(normal) ?? (normal.LastIndexOf('.') is > 0 and var dot ? ByName.GetValueOrDefault(normal[(dot + 1)..]) : null);
    }
}
