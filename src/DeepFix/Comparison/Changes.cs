using DeepFix.Api;

namespace DeepFix.Comparison;

/// <summary>What is not the same in all runs.</summary>
internal static class Changes
{
    /// <summary>Changes shown at most.</summary>
    private const int Most = 200;

    /// <summary>Every change: parameters first, then data, then environment, those that matter more often first.</summary>
    public static IReadOnlyList<Change> Of(IReadOnlyList<RunToCompare> runs)
        => [.. Names(runs)
            .Select(n => (Name: n.Name, n.Family, Values: runs.Where(r => r.Settings.ContainsKey(n.Name)).ToDictionary(r => r.RunId, r => r.Settings[n.Name].Value, StringComparer.Ordinal)))
            .OrderBy(c => c.Family.Kind)
            .ThenByDescending(c => c.Family.Chance * c.Family.Effect)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(c => new Change(c.Name, c.Family.Kind, c.Values))];

    /// <summary>Names of settings in which runs differ.</summary>
    public static IEnumerable<(string Name, SettingFamily Family)> Names(IReadOnlyList<RunToCompare> runs)
    {
        // Artifacts and the tracking store declare different things: what one lacks the other may merely not name.
        bool areDeclaredAlike = runs.Select(r => r.HasParameterFile).Distinct().Count() == 1;
        foreach (IGrouping<string, Setting> named in runs.SelectMany(r => r.Settings.Values).GroupBy(s => s.Name, StringComparer.Ordinal))
        {
            SettingFamily family = named.First().Family;
            // What was not measured of a run's data or not noted of its machine is unknown; a parameter that is not declared is left at its default.
            bool isUnknownWhereAbsent = family.Kind != ChangeKind.Param || !areDeclaredAlike;
            Setting?[] values = isUnknownWhereAbsent ? [.. named] : [.. runs.Select(r => r.Settings.GetValueOrDefault(named.Key))];
            if (Array.Exists(values, v => Setting.Differ(values[0], v))) yield return (named.Key, family);
        }
    }
}
