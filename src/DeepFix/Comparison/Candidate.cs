namespace DeepFix.Comparison;

/// <summary>A change that may be among the reasons.</summary>
/// <param name="Name">What changed.</param>
/// <param name="Family">What it does.</param>
/// <param name="Values">The setting of every run, null where it was not declared.</param>
/// <param name="Chance">Probability before the scores are looked at that it moves them.</param>
/// <param name="Stretch">How much larger effects are among these runs than they usually are, at least 1.</param>
internal sealed record Candidate(string Name, SettingFamily Family, IReadOnlyList<Setting?> Values, double Chance, double Stretch)
{
    /// <summary>Likeness of the runs in this setting.</summary>
    public double[][] Likeness { get; } = [.. Values.Select(a => Values.Select(b => Setting.Likeness(a, b)).ToArray())];

    /// <summary>Which runs have the same value: equal texts for changes that always moved together.</summary>
    public string Partition { get; } = PartitionOf(Values);

    /// <summary>Variance of what the setting does at one value, such that two values far apart differ by the family's effect.</summary>
    public double Variance => Family.Effect * Family.Effect * Stretch * Stretch / 2;

    private static string PartitionOf(IReadOnlyList<Setting?> values)
    {
        List<string?> seen = [];
        return string.Join(',', values.Select(v =>
        {
            int at = seen.IndexOf(v?.Key);
            if (at < 0) seen.Add(v?.Key);
            return at < 0 ? seen.Count - 1 : at;
        }));
    }
}
