using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Counts and shares that deepchecks wrote down.</summary>
internal static class CheckCounts
{
    private const double FewestNewRows = 3;
    private const int ShownNames = 5;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("share of training rows that repeat an earlier row", (run, s) => s.Series == "Data Duplicates" ? First(run.Checks.OfTraining("Data Duplicates")) : null),
        One("share of training rows whose inputs occur with another label too", (run, s) => s.Series == "Conflicting Labels" ? Conflicting(run) : null),
        One("share of test rows whose index training has too", (run, s) => s.Series == "index" ? First(run.Checks.Of("Index Train Test Leakage").Select(c => c.Value)) : null),
        new("share of test rows dated within the training period", (run, s) => s.Series is { } name && name.StartsWith("Date Train Test Leakage", StringComparison.Ordinal) ? Measured(run.Checks.Of(name).Select(c => c.Value)) : []),
        new("test rows whose label training does not have", (run, _) => run.Checks.Of("New Label Train Test", "New Labels").Select(c => NewLabels(c.Value)).OfType<Recomputed>()),
        new("share of test rows with a category that training lacks", NewCategories),
        One("share of test rows that are also in training, beyond natural repeats", (run, s) => s.Series == "Train Test Samples Mix" ? Leaked(run) : null),
        new("different values in training", (run, s) => Measured(run.Checks.OfTraining("Is Single Value").Select(v => v[s.Series ?? ""]))),
        new("share of {} rows without a value", (run, s) => run.Checks.Of("Mixed Nulls").Where(c => (c.Split ?? "all") == s.Words[0]).Select(c => c.Value["columns"]?[s.Series ?? ""]).OfType<Node>().Select(c => new Recomputed(c.Sorted.Sum(m => m.Value["percent"]?.Measured ?? 0)))),
        new("spellings of missing in {}", (run, s) => run.Checks.Of("Mixed Nulls").Where(c => (c.Split ?? "the data") == s.Words[0]).Select(c => c.Value["columns"]?[s.Series ?? ""]).OfType<Node>().Select(c => new Recomputed(c.Members?.Count ?? 0))),
        new("share of the rarer of numbers and text in {}", (run, s) => run.Checks.Of("Mixed Data Types").Where(c => (c.Split ?? "the data") == s.Words[0]).Select(c => c.Value[s.Series ?? ""]).OfType<Node>().Select(c => new Recomputed(Rarer(c)))),
        new("share of {} cells without a letter or digit", (run, s) => Measured(run.Checks.Of("Special Characters").Where(c => (c.Split ?? "all") == s.Words[0]).Select(c => c.Value[s.Series ?? ""]))),
        new("outlying length over the normal range in {}", (run, s) => run.Checks.Of("String Length Out Of Bounds").Where(c => (c.Split ?? "the data") == s.Words[0]).Select(c => c.Value[s.Series ?? ""]).OfType<Node>().Select(c => new Recomputed(Farthest(c)))),
        new("spellings of one value in {}", Spellings),
        new("images outside the rest in brightness and in contrast at once", (run, _) => run.Checks.Of("Image Property Outliers").Select(c => (Bright: Outlying(c.Value, "Brightness"), Contrast: Outlying(c.Value, "RMS Contrast"))).Where(o => o is { Bright: not null, Contrast: not null }).Select(o => new Recomputed(o.Bright!.Intersect(o.Contrast!, StringComparer.Ordinal).Count()))),
    ];

    /// <summary>Rows of training and test, as deepchecks counted them or the data state them.</summary>
    public static (double Train, double Test)? Sizes(RawRun run)
    {
        foreach (RawCheck check in run.Checks.Of("Datasets Size Comparison"))
        {
            if (check.Value["Train"]?.Measured is > 0 and var n && check.Value["Test"]?.Measured is > 0 and var m) return (n, m);
        }

        return run.Data.Rows("train") is > 0 and var train && run.Data.Rows(run.Data.Has("test") ? "test" : "val") is > 0 and var held ? (train, held) : null;
    }

    private static Recomputed? First(IEnumerable<Node> values) => values.Select(v => v.Measured).FirstOrDefault(v => v is not null) is { } value ? new(value) : null;

    private static IEnumerable<Recomputed> Measured(IEnumerable<Node?> values) => values.Where(v => v?.Measured is not null).Select(v => new Recomputed(v!.Measured!.Value));

    private static Recomputed? Conflicting(RawRun run) => First(run.Checks.OfTraining("Conflicting Labels").Select(v => v["percent_of_conflicting_samples"]).OfType<Node>());

    private static Recomputed? NewLabels(Node value)
        => value["n_new_labels_samples"]?.Measured is { } rows ? new(rows) : value["new_labels"]?.Members is { } labels ? new(labels.Sum(l => l.Value.Measured ?? 0)) : null;

    private static IEnumerable<Recomputed> NewCategories(RawRun run, Stated stated)
    {
        double test = Sizes(run)?.Test ?? double.PositiveInfinity;
        foreach (Node row in run.Checks.Of("New Category Train Test").SelectMany(c => c.Value.Items ?? []))
        {
            string[] names = [.. (row["New categories"]?.Items ?? []).Where(c => c.Text is not null && !Words.MeansMissing(c.Text)).Select(c => c.Text!).Distinct(StringComparer.Ordinal)];
            string shown = string.Join(", ", names.Take(ShownNames)) + (names.Length > ShownNames ? $" and {(names.Length - ShownNames).ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} more" : "");
            double share = names.Length > 0 ? row["Ratio of New Categories"]?.Measured ?? 0 : 0;
            if (shown == stated.Series) yield return new(share * test < FewestNewRows ? 0 : share);
        }
    }

    private static Recomputed? Leaked(RawRun run)
    {
        if (run.Checks.Of("Train Test Samples Mix").Select(c => c.Value["ratio"]?.Measured).FirstOrDefault(r => r is not null) is not { } share || Sizes(run) is not var (train, test)) return null;
        double? Copies(string split) => run.Checks.Of("Data Duplicates").Where(c => c.Split == split).Select(c => c.Value.Measured).FirstOrDefault(d => d is not null);
        double expected = DataCounts.NaturalRepeats(train, Copies("train") * train, test, Copies("test") * test);
        return new(Math.Max(0, Math.Round(share * test) - expected) / test);
    }

    private static double Rarer(Node types)
        => IsReal(types["numbers_examples"]) && IsReal(types["strings_examples"]) ? Math.Min(types["strings"]?.Measured ?? 0, types["numbers"]?.Measured ?? 0) : 0;

    private static bool IsReal(Node? examples) => examples?.Items?.Any(i => i.Measured is not null || (i.Text is { } text && Numerals.Read(text) is null && !i.IsNull && !Words.MeansMissing(text)) || (i is { IsQuoted: true, Text: { } quoted } && !Words.MeansMissing(quoted))) ?? false;

    private static double Farthest(Node column)
    {
        if (column["outliers"]?.Items is not { } outliers || column["normal_range"]?["min"]?.Measured is not { } min || column["normal_range"]?["max"]?.Measured is not { } max) return 1;
        return outliers.Select(o => Math.Max((o["range"]?["max"]?.Measured ?? max) / Math.Max(1, max), min / Math.Max(1, o["range"]?["min"]?.Measured ?? min))).Append(1).Max();
    }

    private static IEnumerable<Recomputed> Spellings(RawRun run, Stated stated)
    {
        string column = stated.Series ?? "";
        foreach (RawCheck check in run.Checks.Of("String Mismatch").Where(c => (c.Split ?? "the data") == stated.Words[0]))
        {
            if (check.Value["columns"]?[column] is { } bases) yield return new(Math.Max(1, (bases.Members ?? []).Select(b => b.Value.Items?.Count ?? 0).DefaultIfEmpty(1).Max()));
        }

        foreach (RawCheck check in run.Checks.Of("String Mismatch Comparison").Where(_ => stated.Words[0] == "both splits"))
        {
            if (check.Value[column] is { } bases) yield return new(Math.Max(1, (bases.Members ?? []).Select(b => new[] { "commons", "variants_only_in_test", "variants_only_in_train" }.Sum(p => b.Value[p]?.Items?.Count ?? 0)).DefaultIfEmpty(1).Max()));
        }
    }

    private static IEnumerable<string>? Outlying(Node properties, string property) => properties[property]?["outliers_identifiers"]?.Items?.Select(i => i.Text ?? "");
}
