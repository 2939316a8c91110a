namespace DeepFix;

/// <summary>The remedies of the vocabulary: what a recommendation tells the user to do.</summary>
public static class Actions
{
    /// <summary>Train again with a lower learning rate.</summary>
    public const string DecreaseLearningRate = "decrease_learning_rate";

    /// <summary>Train again with a higher learning rate.</summary>
    public const string IncreaseLearningRate = "increase_learning_rate";

    /// <summary>Train for more epochs.</summary>
    public const string TrainLonger = "train_longer";

    /// <summary>Stop at, or keep the checkpoint of, the best validation loss.</summary>
    public const string EarlyStopping = "early_stopping";

    /// <summary>Add dropout, weight decay or augmentation.</summary>
    public const string AddRegularization = "add_regularization";

    /// <summary>Lower dropout or weight decay.</summary>
    public const string ReduceRegularization = "reduce_regularization";

    /// <summary>Use a wider or deeper model.</summary>
    public const string IncreaseCapacity = "increase_capacity";

    /// <summary>Use a smaller model.</summary>
    public const string DecreaseCapacity = "decrease_capacity";

    /// <summary>Standardise inputs with the training split's mean and deviation.</summary>
    public const string NormalizeInputs = "normalize_inputs";

    /// <summary>Use a larger batch.</summary>
    public const string IncreaseBatchSize = "increase_batch_size";

    /// <summary>Use a smaller batch, for more updates an epoch.</summary>
    public const string DecreaseBatchSize = "decrease_batch_size";

    /// <summary>Clip the global gradient norm.</summary>
    public const string ClipGradients = "clip_gradients";

    /// <summary>Use another hidden activation.</summary>
    public const string ChangeActivation = "change_activation";

    /// <summary>Use the usual initialisation of the activation (He, Glorot).</summary>
    public const string FixInitialization = "fix_initialization";

    /// <summary>Add batch or layer normalisation.</summary>
    public const string AddNormalization = "add_normalization";

    /// <summary>Shuffle the training rows every epoch.</summary>
    public const string ShuffleData = "shuffle_data";

    /// <summary>Check and correct the labels.</summary>
    public const string FixLabels = "fix_labels";

    /// <summary>Weight or resample the classes.</summary>
    public const string RebalanceClasses = "rebalance_classes";

    /// <summary>Use the loss and last activation that belong to the task.</summary>
    public const string FixLoss = "fix_loss";

    /// <summary>Let the layers learn: requires_grad, and all of them given to the optimiser.</summary>
    public const string UnfreezeLayers = "unfreeze_layers";

    /// <summary>Clear the gradients before each step.</summary>
    public const string ZeroGradients = "zero_gradients";

    /// <summary>Let the schedule follow the length of the training.</summary>
    public const string FixLrSchedule = "fix_lr_schedule";

    /// <summary>Let the rate fall towards the end.</summary>
    public const string AddLrSchedule = "add_lr_schedule";

    /// <summary>Use Adam or AdamW at its usual rate.</summary>
    public const string ChangeOptimizer = "change_optimizer";

    /// <summary>Train on data that is distributed like the data in use.</summary>
    public const string MatchDistributions = "match_distributions";

    /// <summary>Take the input out that gives the label away.</summary>
    public const string RemoveTargetLeak = "remove_target_leak";

    /// <summary>Impute the missing cells, or fix their source.</summary>
    public const string FillMissingValues = "fill_missing_values";

    /// <summary>Take the copies out.</summary>
    public const string RemoveDuplicates = "remove_duplicates";

    /// <summary>Collect or augment training data.</summary>
    public const string AddData = "add_data";

    /// <summary>Evaluate in evaluation mode, with the same preprocessing as in training.</summary>
    public const string FixEvaluation = "fix_evaluation";

    /// <summary>Split again so that no row, index or date is on both sides.</summary>
    public const string FixSplit = "fix_split";

    /// <summary>Hold out more rows, or cross-validate.</summary>
    public const string EnlargeValidationSet = "enlarge_validation_set";

    /// <summary>Clean the cells named in the evidence.</summary>
    public const string CleanValues = "clean_values";

    /// <summary>Take the inputs out that carry nothing.</summary>
    public const string RemoveFeatures = "remove_features";

    /// <summary>Correct what is logged.</summary>
    public const string FixLogging = "fix_logging";
}
