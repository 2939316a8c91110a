using System.Globalization;
using DeepFix.Artifacts;

namespace DeepFix.Comparison;

/// <summary>What tells the data of two runs apart: names, digests, rows, and measured properties coarse enough not to differ by chance.</summary>
internal static class DataSettings
{
    private const int MostClasses = 12;

    public static IEnumerable<Setting> Of(RunRecord record, RunArtifacts run)
    {
        foreach ((string name, string digest) in record.DataDigests.OrderBy(d => d.Key, StringComparer.Ordinal)) yield return new Setting($"data {name}", digest, SettingFamilies.DataVersion);
        if (run.Dataset is not { } data) yield break;
        if (data.DatasetName is { Length: > 0 and < 200 } dataset) yield return new Setting("dataset_name", dataset, SettingFamilies.DatasetName);
        SplitStatistics? train = data.Splits.GetValueOrDefault("train"), val = data.Splits.GetValueOrDefault("val");
        if (Count("num_train_samples", train?.NumSamples, SettingFamilies.TrainRows) is { } rows) yield return rows;
        if (Count("num_val_samples", val?.NumSamples, SettingFamilies.ValRows) is { } held) yield return held;
        if (Count("num_classes", data.NumClasses, SettingFamilies.OtherData) is { } classes) yield return classes;
        if (train is null) yield break;
        if (ClassShares(train) is { } shares) yield return shares;
        if (Measured(train.KnnLabelDisagreement, SettingFamilies.Labels) is { } labels) yield return labels;
        if (Measured(PerRow(train.MissingCells, train), SettingFamilies.Missing) is { } missing) yield return missing;
        if (Measured(PerRow(train.DuplicateRows, train), SettingFamilies.Duplicates) is { } duplicates) yield return duplicates;
        if (Measured(data.ModelInput.GetValueOrDefault("train")?.Std, SettingFamilies.Inputs) is { } inputs) yield return inputs;
    }

    private static Setting? Count(string name, long? rows, SettingFamily family)
        => rows is { } number ? new Setting(name, number.ToString(CultureInfo.InvariantCulture), family) : null;

    private static Setting? Measured(double? value, SettingFamily family)
        => value is { } number && double.IsFinite(number) ? new Setting(family.Name, Significant.Text(number, 3), family) { IsMeasured = true } : null;

    private static double? PerRow(long? count, SplitStatistics split) => count is { } number && split.NumSamples is > 0 and { } rows ? (double)number / rows : null;

    /// <summary>Tenths of the rows: a split of the same data drawn anew keeps them.</summary>
    private static Setting? ClassShares(SplitStatistics split)
    {
        double all = split.ClassCounts.Values.Sum(c => (double)c);
        if (all <= 0 || split.ClassCounts.Count is < 2 or > MostClasses) return null;
        IEnumerable<double> shares = split.ClassCounts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => Math.Round(10 * c.Value / all) / 10);
        return new Setting(SettingFamilies.ClassMix.Name, string.Join(" ", shares.Select(s => Significant.Text(s, 1))), SettingFamilies.ClassMix);
    }
}
