namespace DeepFix;

/// <summary>The codes of the vocabulary. A test holds them against <c>codes.yaml</c>, where their definitions stand.</summary>
public static class Codes
{
    /// <summary>A logged loss or metric is NaN or infinite. An empty cell is 'not logged', not NaN.</summary>
    public const string NanLoss = "nan_loss";

    /// <summary>Non-finite steps were taken but the logger masked them: gradient norm NaN or 0 while the loss is finite, the loss bit-identical for several records, or NaN in another column of the row.</summary>
    public const string HiddenNan = "hidden_nan";

    /// <summary>Smoothed training loss leaves its minimum and does not come back, or ends above where it began.</summary>
    public const string Divergence = "divergence";

    /// <summary>Isolated excursion of the training loss that recovers.</summary>
    public const string LossSpike = "loss_spike";

    /// <summary>Training or validation loss alternates persistently by an amount that matters against the remaining progress.</summary>
    public const string LossOscillation = "loss_oscillation";

    /// <summary>From the start to the end no learning beyond chance (majority rate; R² 0).</summary>
    public const string NoLearning = "no_learning";

    /// <summary>After some learning the loss is equivalent to constant for a large part of the run while it is far from attainable.</summary>
    public const string LossPlateau = "loss_plateau";

    /// <summary>Loss still falls steadily at the end, far from flat, because steps are too small.</summary>
    public const string SlowConvergence = "slow_convergence";

    /// <summary>The model fits the training set markedly better than data of the same kind it has not seen: validation loss truly rises while training loss falls, or a gap that grows with training.</summary>
    public const string Overfitting = "overfitting";

    /// <summary>The best validation loss lies well before the end and the last model is worse.</summary>
    public const string TrainedPastBest = "trained_past_best";

    /// <summary>Training and validation end together, clearly short of what is attainable.</summary>
    public const string Underfitting = "underfitting";

    /// <summary>Nearly all predictions fall in one class beyond what the class mix explains.</summary>
    public const string ClassCollapse = "class_collapse";

    /// <summary>Validation jitter larger than a decision needs, or explained by too few rows.</summary>
    public const string NoisyValidation = "noisy_validation";

    /// <summary>Validation clearly better than training after allowing for dropout, augmentation and running averages.</summary>
    public const string ValBetterThanTrain = "val_better_than_train";

    /// <summary>Gradient norm grows out of its own history, or is non-finite.</summary>
    public const string ExplodingGradients = "exploding_gradients";

    /// <summary>Gradients of early layers are orders of magnitude below the late ones, or the norm falls far below its early level while the loss is high.</summary>
    public const string VanishingGradients = "vanishing_gradients";

    /// <summary>A large share of ReLU units gives zero for every sample of a probe batch. Needs dead_unit_fraction (or zero_grad_fraction); else not assessable.</summary>
    public const string DyingRelu = "dying_relu";

    /// <summary>Most steps are at or above the clipping value.</summary>
    public const string ExcessiveClipping = "excessive_clipping";

    /// <summary>A lower learning rate, all else equal, gives a clearly better model.</summary>
    public const string LearningRateTooHigh = "learning_rate_too_high";

    /// <summary>A higher learning rate, all else equal, gives a clearly better model.</summary>
    public const string LearningRateTooLow = "learning_rate_too_low";

    /// <summary>The schedule cuts the rate while the loss is still falling, and learning stops there.</summary>
    public const string PrematureLrDecay = "premature_lr_decay";

    /// <summary>The logged rate contradicts the declared scheduler.</summary>
    public const string LrScheduleMismatch = "lr_schedule_mismatch";

    /// <summary>Training stopped while it would still have gained clearly.</summary>
    public const string InsufficientEpochs = "insufficient_epochs";

    /// <summary>Plain SGD with a small rate, or an optimiser that another one at its usual setting beats clearly.</summary>
    public const string WeakOptimizer = "weak_optimizer";

    /// <summary>Gradient noise of tiny batches keeps the model from settling.</summary>
    public const string BatchSizeTooSmall = "batch_size_too_small";

    /// <summary>So few updates an epoch that the run is starved of steps.</summary>
    public const string BatchSizeTooLarge = "batch_size_too_large";

    /// <summary>Dropout or weight decay so strong that even the training set is not fitted.</summary>
    public const string ExcessiveRegularization = "excessive_regularization";

    /// <summary>Initial weights of a scale that hinders learning.</summary>
    public const string BadInitialization = "bad_initialization";

    /// <summary>Another hidden activation, all else equal, gives a clearly better model.</summary>
    public const string WrongActivation = "wrong_activation";

    /// <summary>The loss does not suit the task or the form of the output.</summary>
    public const string WrongLossFunction = "wrong_loss_function";

    /// <summary>Softmax before a cross-entropy that applies it itself: the loss cannot fall below ln(e + K - 1) - 1.</summary>
    public const string RedundantSoftmax = "redundant_softmax";

    /// <summary>The last activation cannot produce the targets' range, or cuts the logits.</summary>
    public const string WrongFinalActivation = "wrong_final_activation";

    /// <summary>Parameters that should learn are not updated.</summary>
    public const string FrozenLayers = "frozen_layers";

    /// <summary>Gradients of earlier steps are added to the present one.</summary>
    public const string MissingZeroGrad = "missing_zero_grad";

    /// <summary>Training rows come in an order tied to the label.</summary>
    public const string MissingShuffle = "missing_shuffle";

    /// <summary>A declared hyper-parameter is impossible or contradicts another.</summary>
    public const string OptimizerParamSuspicious = "optimizer_param_suspicious";

    /// <summary>Validation runs with dropout or batch statistics switched on.</summary>
    public const string EvaluationInTrainMode = "evaluation_in_train_mode";

    /// <summary>Validation rows are prepared differently from training rows.</summary>
    public const string PreprocessingMismatch = "preprocessing_mismatch";

    /// <summary>Too few validation rows for the decisions that rest on them.</summary>
    public const string SmallValidationSet = "small_validation_set";

    /// <summary>Impossible or contradictory records: accuracy above 1 and not percent, steps that go back, train and validation columns identical, a metric constant while the loss moves.</summary>
    public const string MetricLoggingBug = "metric_logging_bug";

    /// <summary>Parameters, dataset metadata and log disagree (epochs, first learning rate, steps per epoch, number of classes, validation rows).</summary>
    public const string ConfigLogContradiction = "config_log_contradiction";

    /// <summary>The declared stopping rule contradicts what the log shows.</summary>
    public const string EarlyStoppingMisconfigured = "early_stopping_misconfigured";

    /// <summary>Labels have nothing to do with the inputs.</summary>
    public const string CorruptedLabels = "corrupted_labels";

    /// <summary>A share of labels of 5 % or more is wrong.</summary>
    public const string LabelNoise = "label_noise";

    /// <summary>Equal inputs carry different labels.</summary>
    public const string ConflictingLabels = "conflicting_labels";

    /// <summary>Class sizes differ so much that the small classes suffer. Severity follows the consequence, not the ratio.</summary>
    public const string ClassImbalance = "class_imbalance";

    /// <summary>More rows of the same kind would clearly help.</summary>
    public const string SmallDataset = "small_dataset";

    /// <summary>Rows of the training set are also in validation or test.</summary>
    public const string SplitLeakage = "split_leakage";

    /// <summary>An input gives the label away and will not exist, or not mean that, in use.</summary>
    public const string TargetLeakage = "target_leakage";

    /// <summary>Index values of the splits overlap or predict the label.</summary>
    public const string IndexLeakage = "index_leakage";

    /// <summary>Test dates lie in or before the training period.</summary>
    public const string DateLeakage = "date_leakage";

    /// <summary>Inputs of validation or test are distributed differently from training.</summary>
    public const string FeatureDrift = "feature_drift";

    /// <summary>Labels of validation or test are distributed differently from training.</summary>
    public const string LabelDrift = "label_drift";

    /// <summary>A label in test never occurs in training.</summary>
    public const string NewLabel = "new_label";

    /// <summary>A category in test never occurs in training.</summary>
    public const string NewCategory = "new_category";

    /// <summary>Inputs of a scale that hinders learning.</summary>
    public const string UnnormalizedInputs = "unnormalized_inputs";

    /// <summary>Cells are missing to an extent that hurts.</summary>
    public const string MissingValues = "missing_values";

    /// <summary>Several spellings of missing in one column.</summary>
    public const string MixedNulls = "mixed_nulls";

    /// <summary>Numbers and text in one column.</summary>
    public const string MixedDataTypes = "mixed_data_types";

    /// <summary>Cells that hold nothing but special characters.</summary>
    public const string SpecialCharacters = "special_characters";

    /// <summary>Spellings of one value that differ in case or punctuation.</summary>
    public const string StringMismatch = "string_mismatch";

    /// <summary>Text far shorter or longer than its column's.</summary>
    public const string StringLengthOutOfBounds = "string_length_out_of_bounds";

    /// <summary>Copies among the training rows, to an extent that hurts.</summary>
    public const string DuplicateSamples = "duplicate_samples";

    /// <summary>Rows far outside the rest.</summary>
    public const string OutlierSamples = "outlier_samples";

    /// <summary>An input with a single value.</summary>
    public const string ConstantFeature = "constant_feature";

    /// <summary>Inputs that repeat each other.</summary>
    public const string CorrelatedFeatures = "correlated_features";

    /// <summary>A trivial model does as well.</summary>
    public const string ModelWorseThanBaseline = "model_worse_than_baseline";

    /// <summary>A part of the data on which the model is far worse.</summary>
    public const string WeakSegment = "weak_segment";

    /// <summary>Predicted probabilities do not match observed rates.</summary>
    public const string PoorCalibration = "poor_calibration";

    /// <summary>Clearly worse than the recent runs of its experiment; the parameters that differ are named.</summary>
    public const string RegressionVsPreviousRun = "regression_vs_previous_run";
}
