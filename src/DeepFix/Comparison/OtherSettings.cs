using DeepFix.Artifacts;
using DeepFix.Artifacts.Names;

namespace DeepFix.Comparison;

/// <summary>What tells runs of one experiment apart, from the parameters that the tracking store has.</summary>
internal static class OtherSettings
{
    private const int LongestShown = 40;

    /// <summary>Settings of a run that none of the others has, each with its value and the commonest of the others, those that matter most first.</summary>
    public static IReadOnlyList<string> Of(StoredRun run, IReadOnlyList<StoredRun> others)
    {
        Dictionary<string, Setting>[] all = [.. others.Select(Settings)];
        Dictionary<string, Setting> own = Settings(run);
        return [.. own.Keys.Concat(all.SelectMany(a => a.Keys)).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Own: own.GetValueOrDefault(name), Others: all.Select(a => a.GetValueOrDefault(name)).ToArray()))
            .Where(s => Array.TrueForAll(s.Others, o => Setting.Differ(o, s.Own)))
            .Select(s => (s.Name, s.Own, Usual: s.Others.OfType<Setting>().GroupBy(o => o.Key, StringComparer.Ordinal).OrderByDescending(g => g.Count()).FirstOrDefault()?.First()))
            .OrderByDescending(s => (s.Own ?? s.Usual)!.Family is var f ? f.Chance * f.Effect : 0).ThenBy(s => s.Name, StringComparer.Ordinal)
            .Select(s => $"{s.Name} {Shown(s.Own)} (before: {Shown(s.Usual)})")];
    }

    /// <summary>Equal for runs of the same settings, whatever the seed and the machine.</summary>
    public static string Key(StoredRun run)
        => string.Join('\n', run.Params
            .Where(p => RunSettings.IsTelling(p.Key, p.Value) && !RunSettings.IsOfMachine(p.Key) && SettingFamilies.Find(p.Key) != SettingFamilies.Seed)
            .Select(p => $"{ParameterNames.Normal(p.Key)}={new Setting(p.Key, p.Value, SettingFamilies.OtherParameter).Key}")
            .Order(StringComparer.Ordinal));

    /// <summary>Whether nothing says that two runs were scored on different data.</summary>
    public static bool SameData(StoredRun a, StoredRun b)
    {
        if (a.DataDigests.Any(d => b.DataDigests.TryGetValue(d.Key, out string? other) && other != d.Value)) return false;
        if (a.DataDigests.Count > 0 && b.DataDigests.Count > 0 && !a.DataDigests.Keys.Intersect(b.DataDigests.Keys, StringComparer.Ordinal).Any()) return false;
        return Same(a, b, SettingFamilies.DatasetName);
    }

    /// <summary>Whether nothing says that two runs have other loss functions.</summary>
    public static bool SameLoss(StoredRun a, StoredRun b) => Same(a, b, SettingFamilies.LossFunction);

    private static bool Same(StoredRun a, StoredRun b, SettingFamily family)
        => !Settings(a).TryGetValue(family.Name, out Setting? one) || !Settings(b).TryGetValue(family.Name, out Setting? other) || one.Key == other.Key;

    private static Dictionary<string, Setting> Settings(StoredRun run)
    {
        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach ((string name, string value) in run.Params.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (RunSettings.Declared(name, value) is { } setting) settings.TryAdd(setting.Name, setting);
        }

        if (run.Tags.GetValueOrDefault("mlflow.source.git.commit") is { Length: > 0 } commit) settings["git commit"] = new Setting("git commit", commit[..Math.Min(10, commit.Length)], SettingFamilies.Code);
        return settings;
    }

    private static string Shown(Setting? setting) => setting is null ? "not declared" : setting.Value.Length <= LongestShown ? setting.Value : setting.Value[..LongestShown] + "…";
}
