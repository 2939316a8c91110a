namespace DeepFix.Agents;

/// <summary>The signs that the differential weighs, and for which code each of them speaks (or, with a minus, against which). Knowledge of the field; only how much each weighs is fitted.</summary>
internal static class SignNames
{
    /// <summary>How far the better score is from nine tenths of the way from chance to perfect.</summary>
    public const string Short = "short";

    /// <summary>Share of the fall of training loss that came in the second half.</summary>
    public const string HalfFall = "half_fall";

    /// <summary>Share of the fall of training loss that came in the last quarter.</summary>
    public const string LateFall = "late_fall";

    /// <summary>Jitter of training loss in the second half, over its fall.</summary>
    public const string Jitter = "jitter";

    /// <summary>Lead of the training score over the validation score at the end.</summary>
    public const string Gap = "gap";

    /// <summary>Rise of validation loss from its best, over its fall.</summary>
    public const string Rise = "rise";

    /// <summary>Lead of validation loss over training loss at the end, over the first training loss.</summary>
    public const string LossLead = "loss_lead";

    /// <summary>Orders of magnitude by which the rate is below the optimiser's usual one.</summary>
    public const string LowRate = "low_rate";

    /// <summary>Gradient descent without momentum.</summary>
    public const string Plain = "plain";

    /// <summary>Gradient descent without momentum at a rate below the usual one, by orders of magnitude.</summary>
    public const string PlainAtLowRate = "plain_at_low_rate";

    /// <summary>Optimiser steps, by orders of magnitude.</summary>
    public const string Steps = "steps";

    /// <summary>Epochs, by orders of magnitude.</summary>
    public const string Epochs = "epochs";

    /// <summary>Optimiser steps an epoch, by orders of magnitude.</summary>
    public const string StepsPerEpoch = "steps_per_epoch";

    /// <summary>Doublings of the batch size beyond 64.</summary>
    public const string LargeBatch = "large_batch";

    /// <summary>Parameters for each training row, by orders of magnitude.</summary>
    public const string ParametersPerRow = "parameters_per_row";

    /// <summary>Weight decay, by orders of magnitude beyond 0.01.</summary>
    public const string StrongDecay = "strong_decay";

    /// <summary>Dropout beyond 0.3.</summary>
    public const string StrongDropout = "strong_dropout";

    /// <summary>Training rows, by orders of magnitude.</summary>
    public const string Rows = "rows";

    /// <summary>Hidden layers whose activation saturates.</summary>
    public const string Saturating = "saturating";

    /// <summary>Other causes and facts of the data that were found at medium or high severity.</summary>
    public const string Explained = "explained";

    /// <summary>Symptoms that were found at medium or high severity.</summary>
    public const string Symptoms = "symptoms";

    /// <summary>In the place of a code: that anything hurts the run at all.</summary>
    public const string Anything = "anything";

    /// <summary>Code by code, the signs that speak for it (true) or against it (false).</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(string Name, bool For)>> ByCode { get; } = new SortedDictionary<string, IReadOnlyList<(string, bool)>>(StringComparer.Ordinal)
    {
        [Codes.LearningRateTooLow] = [(Short, true), (LowRate, true), (HalfFall, true), (Jitter, false), (Gap, false), (StepsPerEpoch, false), (Plain, false)],
        [Codes.InsufficientEpochs] = [(Short, true), (HalfFall, true), (Steps, false), (Epochs, false), (Gap, false)],
        [Codes.Underfitting] = [(Short, true), (Gap, false), (ParametersPerRow, false), (Rise, false), (StrongDecay, false), (StrongDropout, false)],
        [Codes.BatchSizeTooLarge] = [(Short, true), (StepsPerEpoch, false), (LargeBatch, true), (Steps, false), (HalfFall, true)],
        [Codes.WeakOptimizer] = [(Short, true), (HalfFall, true), (PlainAtLowRate, true), (LowRate, true)],
        [Codes.ExcessiveRegularization] = [(Short, true), (StrongDecay, true), (StrongDropout, true), (LateFall, false)],
        [Codes.Overfitting] = [(Gap, true), (Rise, true), (LossLead, true), (Explained, false), (Rows, false), (Epochs, true)],
        [Codes.VanishingGradients] = [(Short, true), (Saturating, true)],
        [Anything] = [(Short, true), (HalfFall, true), (LowRate, true), (PlainAtLowRate, true), (Steps, false), (StepsPerEpoch, false), (ParametersPerRow, false), (StrongDecay, true), (StrongDropout, true), (Saturating, true), (Gap, true), (Rise, true), (Explained, true), (Symptoms, true)],
        [Codes.WrongActivation] = [(Short, true), (Saturating, true)],
    };
}
