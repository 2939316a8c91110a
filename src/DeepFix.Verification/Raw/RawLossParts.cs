namespace DeepFix.Verification.Raw;

/// <summary>A loss that was logged in parts only: <c>train/box_loss</c>, <c>train/cls_loss</c>, and so on.</summary>
internal static class RawLossParts
{
    private static readonly string[] Parts = ["box", "obj", "cls", "dfl", "seg", "pose", "kobj"];

    public static bool IsPart(string name) => IsPartOf(name, "train/") || IsPartOf(name, "val/");

    /// <summary>The sum of the parts of a side, where all were logged at the same steps.</summary>
    public static RawSeries? Sum(IReadOnlyList<RawSeries> recorded, string side)
    {
        RawSeries[] parts = [.. recorded.Where(s => IsPartOf(s.Name, side + "/"))];
        if (parts.Length < 2 || parts.Any(p => !p.Points.Select(q => q.Step).SequenceEqual(parts[0].Points.Select(q => q.Step)))) return null;
        return new RawSeries(side + "_loss", [.. parts[0].Points.Select((p, i) => p with { Value = parts.Aggregate(0.0, (sum, part) => sum + part.Points[i].Value) })]);
    }

    private static bool IsPartOf(string name, string start)
        => name.StartsWith(start, StringComparison.Ordinal) && name[start.Length..].Split('_') is [var part, "loss" or "om" or "oo"] && Parts.Contains(part, StringComparer.Ordinal);
}
