using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>How far the splits of the data lie apart.</summary>
internal static class DataDrift
{
    private static readonly (string Name, double Level)[] Levels = [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("total variation distance of the class shares from training", (run, s) => s.Series is { } split && run.Data.Classes("train") is { Count: > 0 } train && run.Data.Classes(split) is { Count: > 0 } held ? new(Distance(train, held)) : null),
        One("distance of the target's distribution from training, from the shift of its mean", (run, s) => s.Series is { } split && Shift(run.Data.Split("train")?["target"], run.Data.Split(split)?["target"]) is { } shift ? new(shift) : null),
        One("distance of the feature's distribution in {} from training", (run, s) => run.Data.Feature(s.Series) is { } feature && feature["train"] is { } train && feature[s.Words[0]] is { } held && OfFeature(feature, train, held) is { } distance ? new(distance) : null),
        One("share of the test period that lies before the end of training", (run, _) => Period(run, "train") is var (_, end) && (Period(run, "test") ?? Period(run, "val")) is var (first, last) ? new(Before(end, first, last)) : null),
        One("spread of validation inputs over training inputs, beyond what the raw data explain", (run, _) => ModelInputs.Of(run) is { } fed ? new(fed.MissedSpread) : null),
        One("shift of validation inputs in training deviations, beyond what the raw data explain", (run, _) => ModelInputs.Of(run) is { } fed ? new(fed.MissedShift) : null),
    ];

    private static double? OfFeature(Node feature, Node train, Node held)
    {
        double[] first = Bins(train), second = Bins(held);
        if (first.Length > 1 && first.Length == second.Length) return first.Sum() > 0 && second.Sum() > 0 ? Distance(Numbered(first), Numbered(second)) : null;
        if (feature["kind"]?.Text?.ToLowerInvariant() == "categorical" && RawData.Counts(train["top_values"]).Count > 0 && RawData.Counts(held["top_values"]).Count > 0) return Distance(Listed(train), Listed(held));
        return Levels.Any(l => train[l.Name]?.Sane is not null) && Levels.Any(l => held[l.Name]?.Sane is not null)
            ? Math.Max(Math.Max(Quantiles(train, held), Quantiles(held, train)), Shift(train, held) ?? 0)
            : null;
    }

    private static double[] Bins(Node column) => [.. column["histogram"]?.Items?.Select(i => (double)(i.Count ?? 0)) ?? []];

    private static IReadOnlyList<(string Name, double Rows)> Numbered(double[] bins) => [.. bins.Select((b, i) => (i.ToString("D8", System.Globalization.CultureInfo.InvariantCulture), b))];

    // Values that are not listed are one more category; spellings of one value are one value; a missing one is none.
    private static IReadOnlyList<(string Name, double Rows)> Listed(Node column)
        => [.. RawData.Counts(column["top_values"]).Where(v => !Words.MeansMissing(v.Name)).GroupBy(v => Words.IsNumber(v.Name) ? v.Name : Words.Bare(v.Name), StringComparer.Ordinal).Select(g => (g.Key, g.Sum(v => v.Rows)))
            .Concat(column["values_not_listed"]?.Count is > 0 and var rest ? [("\0", (double)rest)] : [])];

    // The share of rows that would have to change to make two counts alike.
    private static double Distance(IReadOnlyList<(string Name, double Rows)> first, IReadOnlyList<(string Name, double Rows)> second)
    {
        double n = first.Sum(c => c.Rows), m = second.Sum(c => c.Rows);
        if (n <= 0 || m <= 0) return 0;
        return first.Select(c => c.Name).Union(second.Select(c => c.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Sum(name => Math.Abs((first.FirstOrDefault(c => c.Name == name).Rows / n) - (second.FirstOrDefault(c => c.Name == name).Rows / m))) / 2;
    }

    // At the value of a level at least that share lies; of the other distribution less than its first level above that value.
    private static double Quantiles(Node one, Node other)
        => Levels.Where(l => one[l.Name]?.Sane is not null)
            .Select(l => l.Level - Levels.Where(o => other[o.Name]?.Sane > one[l.Name]!.Sane).Select(o => o.Level).Append(1).Min()).Append(0).Max();

    private static double? Shift(Node? train, Node? held)
        => train?["mean"]?.Sane is { } mean && train["std"]?.Sane is >= 0 and var std && held?["mean"]?.Sane is { } heldMean && held["std"]?.Sane is >= 0 and var heldStd ? Tails.NormalShift(mean, std, heldMean, heldStd) : null;

    private static (DateTimeOffset First, DateTimeOffset Last)? Period(RawRun run, string split)
        => Date(run.Data.Statistics["datetime"]?[split]?["min"]) is { } first && Date(run.Data.Statistics["datetime"]?[split]?["max"]) is { } last ? (first, last) : null;

    private static DateTimeOffset? Date(Node? node)
        => DateTimeOffset.TryParse(node?.Text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;

    private static double Before(DateTimeOffset end, DateTimeOffset first, DateTimeOffset last)
    {
        double length = (last - first).TotalSeconds, before = (end - first).TotalSeconds;
        return length > 0 ? Math.Clamp(before / length, 0, 1) : before > 0 ? 1 : 0;
    }
}
