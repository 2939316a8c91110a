namespace DeepFix.Comparison;

/// <summary>Which way a metric is better, read from its name. What no name says is not judged.</summary>
internal static class MetricDirection
{
    private static readonly HashSet<string> Higher = new(["accuracy", "acc", "top1", "top5", "r2", "f1", "auc", "auroc", "auprc", "precision", "recall", "map", "map50", "iou", "miou", "dice", "bleu", "rouge", "rouge1", "rouge2", "rougel", "psnr", "ssim", "kappa", "mcc", "sensitivity", "specificity", "ndcg"], StringComparer.Ordinal);
    private static readonly HashSet<string> Lower = new(["loss", "error", "err", "mse", "mae", "rmse", "mape", "nll", "perplexity", "ppl", "cer", "wer", "ece", "brier", "fid"], StringComparer.Ordinal);
    private static readonly HashSet<string> Inner = new(["grad", "gradient", "lr", "rate", "weight", "update", "time", "norm", "count", "system", "memory", "dead", "step", "epoch", "share", "fraction", "scale", "nan", "learning", "seconds", "batch", "threshold"], StringComparer.Ordinal);
    private static readonly HashSet<string> HeldOut = new(["val", "valid", "validation", "eval", "dev", "test"], StringComparer.Ordinal);
    private static readonly char[] WordEnds = ['_', '/', '-', ' ', '.', '(', ')', '@', ':'];

    /// <summary>True: higher is better. False: lower. Null: not known.</summary>
    public static bool? IsHigherBetter(string metric)
    {
        string[] words = Words(metric);
        if (words.Any(Inner.Contains)) return null;
        bool higher = words.Any(Higher.Contains), lower = words.Any(Lower.Contains);
        return (higher, lower) switch { (true, false) => true, (false, true) => false, _ => null };
    }

    /// <summary>Whether the metric was measured on rows that are not trained on, as far as its name says.</summary>
    public static bool IsHeldOut(string metric) => Words(metric).Any(HeldOut.Contains);

    private static string[] Words(string metric) => metric.ToLowerInvariant().Split(WordEnds, StringSplitOptions.RemoveEmptyEntries);
}
