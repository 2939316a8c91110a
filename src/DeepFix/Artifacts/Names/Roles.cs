namespace DeepFix.Artifacts.Names;

/// <summary>The role of a recorded name among its neighbours.</summary>
internal static class Roles
{
    /// <summary>The contract name that a recorded name may stand for; null where it stands for none.</summary>
    public static string? Of(string key, RecordedName name, Dictionary<string, RecordedName> all) => name.Quantity switch
    {
        Quantity.Step => "step",
        Quantity.Epoch => "epoch",
        Quantity.LearningRate => name.Split is MetricSplit.Unsaid or MetricSplit.Train ? "learning_rate" : null,
        Quantity.GradNorm => name.Split is MetricSplit.Unsaid or MetricSplit.Train ? "grad_norm" : null,
        Quantity.Loss => Sided(key, name, all, "loss"),
        Quantity.Accuracy => Sided(key, name, all, "accuracy"),
        Quantity.R2 => Sided(key, name, all, "r2"),
        Quantity.BalancedAccuracy => Sided(key, name, all, "balanced_accuracy") is "val_balanced_accuracy" ? "val_balanced_accuracy" : null,
        _ => null,
    };

    private static string? Sided(string key, RecordedName name, Dictionary<string, RecordedName> all, string quantity)
    {
        MetricSplit side = name.Split switch
        {
            MetricSplit.Unsaid => name.Quantity == Quantity.Loss ? MetricSplit.Train : BareSide(key, name.Quantity, all),
            // DETR and others call their validation rows test; where there is a validation, test is the last measurement.
            MetricSplit.Test => Any(all, name.Quantity, MetricSplit.Val) || Any(all, Quantity.Loss, MetricSplit.Val) ? MetricSplit.Test : MetricSplit.Val,
            var said => said,
        };
        return side switch { MetricSplit.Train => "train_" + quantity, MetricSplit.Val => "val_" + quantity, _ => null };
    }

    // Keras: accuracy beside val_accuracy, or beside a bare loss, is training's. fastai and Lightning: accuracy beside train_loss and valid_loss is validation's.
    // Ultralytics: metrics/accuracy_top1 is validation's.
    private static MetricSplit BareSide(string key, Quantity quantity, Dictionary<string, RecordedName> all)
    {
        if (key.StartsWith("metrics/", StringComparison.OrdinalIgnoreCase)) return MetricSplit.Val;
        bool train = Any(all, quantity, MetricSplit.Train), val = Any(all, quantity, MetricSplit.Val);
        if (train && val) return MetricSplit.Unsaid;
        if (train) return MetricSplit.Val;
        if (val) return MetricSplit.Train;
        if (Any(all, Quantity.Loss, MetricSplit.Unsaid)) return MetricSplit.Train;
        return Any(all, Quantity.Loss, MetricSplit.Val) ? MetricSplit.Val : MetricSplit.Train;
    }

    private static bool Any(Dictionary<string, RecordedName> all, Quantity quantity, MetricSplit split)
    {
        foreach (RecordedName other in all.Values)
        {
            if (other.Quantity == quantity && other.Split == split) return true;
        }

        return false;
    }
}
