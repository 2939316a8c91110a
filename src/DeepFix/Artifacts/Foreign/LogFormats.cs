namespace DeepFix.Artifacts.Foreign;

/// <summary>What a table is called, by its column names: for people only, nothing is read differently for it.</summary>
internal static class LogFormats
{
    public static string OfColumns(IReadOnlyList<string> names)
    {
        HashSet<string> all = new(names.Select(n => n.Trim()), StringComparer.Ordinal);
        bool Starts(string prefix) => names.Any(n => n.StartsWith(prefix, StringComparison.Ordinal));
        if ((Starts("train/") || Starts("val/")) && (Starts("metrics/") || Starts("lr/pg") || Starts("x/lr"))) return "Ultralytics results.csv";
        if (all.Contains("EPOCH") && all.Contains("BAD_EPOCHS")) return "flair loss.tsv";
        if (all.Contains("_step") && (all.Contains("_runtime") || all.Contains("_timestamp"))) return "Weights & Biases history";
        if (names.Any(n => n.EndsWith("__MIN", StringComparison.Ordinal))) return "Weights & Biases chart export";
        if (all.Contains("Wall time") && all.Contains("Value")) return "TensorBoard scalar export";
        if (all.Contains("epoch") && all.Contains("train_loss") && all.Contains("valid_loss")) return "fastai history";
        if (all.Contains("epoch") && all.Contains("loss") && names.Where(n => n != "epoch").SequenceEqual(names.Where(n => n != "epoch").Order(StringComparer.Ordinal), StringComparer.Ordinal)) return "Keras CSVLogger file";
        if (all.Contains("epoch") && all.Contains("step")) return "Lightning CSV log";
        return "a table";
    }
}
