namespace DeepFix.Detectors.Training;

/// <summary>What a metric is, by its contract name or by the words in its own.</summary>
internal static class MetricRoles
{
    private static readonly string[] OutcomeWords = ["loss", "acc", "accuracy", "r2", "error", "err", "mse", "mae", "rmse", "f1", "auc", "auroc", "nll", "perplexity", "bleu", "rouge", "map", "iou", "dice", "precision", "recall"];
    private static readonly string[] InnerWords = ["grad", "lr", "learning", "weight", "update", "time", "norm", "count", "system", "memory"];
    private static readonly char[] Separators = ['_', '/', '-', ' ', '.', '(', ')'];

    /// <summary>The metric says how good the model is: a loss, an error or a score; not a rate, a norm, a time or a count.</summary>
    public static bool IsOutcome(string name)
    {
        string[] words = name.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return words.Any(w => OutcomeWords.Contains(w, StringComparer.Ordinal)) && !words.Any(w => InnerWords.Contains(w, StringComparer.Ordinal));
    }
}
