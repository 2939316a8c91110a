namespace DeepFix.Artifacts.Names;

/// <summary>Which recorded metric is which metric of the contract, under the names that Lightning, Keras, Hugging Face, Ultralytics, fastai and plain loops use.</summary>
public static class MetricNames
{
    private static readonly HashSet<string> ContractNames = new(
        [
            "step", "epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate", "grad_norm", "grad_norm_max", "zero_grad_fraction",
            "dead_unit_fraction", "update_ratio", "weight_norm", "nan_count", "val_balanced_accuracy", "val_max_class_share",
        ], StringComparer.Ordinal);

    /// <summary>Whether any rule knows a recorded name: it may become a metric of the contract, or a part of one.</summary>
    /// <param name="recordedKey">The name as recorded.</param>
    /// <param name="allKeys">All names of the run: the role of a bare name depends on its neighbours.</param>
    public static bool IsKnown(string recordedKey, IReadOnlyCollection<string> allKeys)
    {
        ArgumentNullException.ThrowIfNull(recordedKey);
        ArgumentNullException.ThrowIfNull(allKeys);
        if (IsForeign(recordedKey)) return false;
        if (ContractNames.Contains(recordedKey) || recordedKey.StartsWith("grad_norm/", StringComparison.Ordinal)) return true;
        RecordedName name = RecordedName.Parse(recordedKey);
        return name.Quantity != Quantity.Other ? Roles.Of(recordedKey, name, Split(allKeys)) is not null : LossParts.IsPart(recordedKey);
    }

    /// <summary>The names whose whole history is worth fetching, in ordinal order. Machine metrics (<c>system/…</c>) and the analysis' own never are.</summary>
    public static IReadOnlyList<string> NamesToFetch(IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return [.. keys.Where(k => IsKnown(k, keys)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The contract name of every recorded name that has one. Each contract name is given once: to the name that fits it best.</summary>
    /// <param name="pointsByKey">Recorded names with the number of points of each; a single point is no curve where another name has one.</param>
    internal static IReadOnlyDictionary<string, string> Resolve(IReadOnlyDictionary<string, int> pointsByKey)
    {
        Dictionary<string, RecordedName> names = Split([.. pointsByKey.Keys]);
        var best = new Dictionary<string, (string Key, int Rank)>(StringComparer.Ordinal);
        foreach ((string key, int points) in pointsByKey.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (points == 0 || IsForeign(key)) continue;
            string? contract = ContractNames.Contains(key) ? key : names[key].Quantity == Quantity.Other ? null : Roles.Of(key, names[key], names);
            if (contract is null) continue;
            int rank = key == contract ? -1 : names[key].Rank;
            if (points < 2) rank += 100;
            if (!best.TryGetValue(contract, out (string Key, int Rank) other) || rank < other.Rank) best[contract] = (key, rank);
        }

        return best.ToDictionary(b => b.Value.Key, b => b.Key, StringComparer.Ordinal);
    }

    /// <summary>Whether a name is of the contract.</summary>
    internal static bool IsContractName(string name) => ContractNames.Contains(name);

    private static bool IsForeign(string key)
        => key.StartsWith("system/", StringComparison.Ordinal) || key.StartsWith("deepfix/", StringComparison.Ordinal) || key.StartsWith("deepfix.", StringComparison.Ordinal);

    private static Dictionary<string, RecordedName> Split(IReadOnlyCollection<string> keys)
    {
        var names = new Dictionary<string, RecordedName>(StringComparer.Ordinal);
        foreach (string key in keys) names[key] = RecordedName.Parse(key);
        return names;
    }
}
