namespace DeepFix.Artifacts.Names;

/// <summary>Ultralytics logs a loss in parts (<c>train/box_loss</c>, <c>train/cls_loss</c>, …) and never their sum, which is what it minimises.</summary>
internal static class LossParts
{
    private static readonly HashSet<string> Parts = new(["box", "obj", "cls", "dfl", "seg", "pose", "kobj"], StringComparer.Ordinal);

    public static bool IsPart(string key) => IsPartOf(key, "train/") || IsPartOf(key, "val/");

    /// <summary>The sum of all parts of a side (<c>train</c> or <c>val</c>) and the names of those, where all were logged at the same points.</summary>
    public static (MetricSeries Sum, string RecordedAs)? Sum(IReadOnlyList<MetricSeries> recorded, string side)
    {
        List<MetricSeries> parts = [.. recorded.Where(s => IsPartOf(s.Name, side + "/"))];
        if (parts.Count < 2 || parts.Exists(p => !p.Steps.SequenceEqual(parts[0].Steps))) return null;
        double[] sum = new double[parts[0].Count];
        foreach (MetricSeries part in parts)
        {
            ReadOnlySpan<double> values = part.Values;
            for (int i = 0; i < sum.Length; i++) sum[i] += values[i];
        }

        return (new MetricSeries(side + "_loss", parts[0].Steps.ToArray(), parts[0].Epochs.ToArray(), sum), string.Join(" + ", parts.Select(p => p.Name)));
    }

    private static bool IsPartOf(string key, string prefix)
    {
        if (!key.StartsWith(prefix, StringComparison.Ordinal)) return false;
        string[] tokens = key[prefix.Length..].Split('_');
        return tokens is [var part, "loss" or "om" or "oo"] && Parts.Contains(part);
    }
}
