using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>What the columns of the data hold, from their statistics.</summary>
internal static class DataShapes
{
    private const double FewestNewRows = 3;
    private const double LeastExcessCharacters = 20;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("different values in training", (run, s) => run.Data.Feature(s.Series)?["train"]?["unique"]?.Count is { } unique ? new(unique) : null),
        new("absolute correlation in training", (run, s) => (run.Data.Statistics["correlations"]?.Items ?? []).Where(c => s.Series == $"{c["features"]?.Items?[0].Text} and {c["features"]?.Items?[1].Text}" && c["pearson_abs"]?.Sane is not null).Select(c => new Recomputed(c["pearson_abs"]!.Sane!.Value))),
        One("association of this feature alone with the target", (run, s) => run.Data.Feature(s.Series)?["target_association"]?.Sane is { } association ? new(association) : null),
        One("distance of the extreme beyond the inner 90 %, in its widths", (run, s) => run.Data.Feature(s.Series)?["train"] is { } c && Beyond(c) is { } beyond ? new(beyond) : null),
        One("spellings of missing in {}", (run, s) => Values(run, s, s.Words[0]) is { Count: > 0 } values ? new(values.Count(v => Words.MeansMissing(v.Name)) + (Column(run, s, s.Words[0])?["missing"]?.Count > 0 ? 1 : 0)) : null),
        One("share of the rarer of numbers and text in {}", (run, s) => Column(run, s, s.Words[0]) is { } column && Rarer(column) is { } share ? new(share) : null),
        One("share of {} cells without a letter or digit", (run, s) => Values(run, s, s.Words[0]) is { Count: > 0 } values ? new(values.Where(v => Words.IsSpecialOnly(v.Name)).Sum(v => v.Rows) / Math.Max(1, values.Sum(v => v.Rows) + (Column(run, s, s.Words[0])?["values_not_listed"]?.Count ?? 0))) : null),
        One("longest text over the mean length in {}", (run, s) => Column(run, s, s.Words[0])?["string_length"] is { } length && length["mean"]?.Sane is > 0 and var mean && length["max"]?.Sane is { } longest ? new(longest - mean < LeastExcessCharacters ? 1 : longest / mean) : null),
        One("spellings of one value", (run, s) => run.Data.Feature(s.Series) is { } feature ? new(Math.Max(1, Spellings(feature))) : null),
        One("share of {} rows with a category that training lacks", (run, s) => Unseen(run, s) is { } unseen && run.Data.Rows(s.Words[0]) is > 0 and var rows ? new(unseen < FewestNewRows ? 0 : unseen / rows) : null),
    ];

    private static Node? Column(RawRun run, Stated stated, string split) => run.Data.Feature(stated.Series)?[split];

    private static IReadOnlyList<(string Name, double Rows)> Values(RawRun run, Stated stated, string split) => RawData.Counts(Column(run, stated, split)?["top_values"]);

    private static double? Beyond(Node column)
        => column["min"]?.Sane is { } min && column["max"]?.Sane is { } max && column["q05"]?.Sane is { } low && column["q95"]?.Sane is { } high && high > low ? Math.Max(0, Math.Max(max - high, low - min) / (high - low)) : null;

    private static double? Rarer(Node column)
    {
        var types = RawData.Counts(column["value_types"]);
        double Rows(string type) => types.FirstOrDefault(t => t.Name == type).Rows;
        double words = Rows("string") + Rows("text") - RawData.Counts(column["top_values"]).Where(v => Words.MeansMissing(v.Name)).Sum(v => v.Rows), all = types.Sum(t => t.Rows);
        return all > 0 ? Math.Max(0, Math.Min(Rows("number"), words)) / all : null;
    }

    private static int Spellings(Node feature)
        => feature.Members!.SelectMany(m => RawData.Counts(m.Value["top_values"])).Select(v => v.Name).Distinct(StringComparer.Ordinal).Where(v => !Words.IsNumber(v) && !Words.MeansMissing(v))
            .GroupBy(Words.Bare, StringComparer.Ordinal).Where(g => g.Key.Length > 0).Select(g => g.Count()).DefaultIfEmpty(0).Max();

    private static double? Unseen(RawRun run, Stated stated)
    {
        if (Values(run, stated, "train") is not { Count: > 0 } known || Values(run, stated, stated.Words[0]) is not { Count: > 0 } held) return null;
        return held.Where(v => !known.Any(k => Words.Bare(k.Name) == Words.Bare(v.Name)) && !Words.MeansMissing(v.Name)).Sum(v => v.Rows);
    }
}
