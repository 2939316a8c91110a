using System.Text;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>A comparison for people at a terminal: what came out, the runs best first, what changed, and what explains it.</summary>
public static class ComparisonText
{
    private const int MinWidth = 40;
    private const int MaxName = 32;
    private const int MaxValue = 24;
    private const int MostChanges = 12;
    private const int MostNotes = 6;

    /// <summary>Renders a comparison.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="palette">Colours; plain by default.</param>
    /// <param name="width">Columns to wrap at.</param>
    public static string Render(ComparisonResult result, Palette? palette = null, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(result);
        palette ??= Palette.Plain;
        width = Math.Max(width, MinWidth);
        var text = new StringBuilder();
        foreach (string line in Wrapping.Lines(SafeText.Line(result.Summary), "", width, 5)) text.Append(palette.Strong(line)).Append('\n');
        text.Append('\n');
        Runs(text, result, palette);
        Explanations(text, result, palette, width);
        Changed(text, result, palette, width);
        foreach (string warning in result.Warnings.Take(MostNotes)) Hang(text, "  note: ", warning, width);
        if (result.Warnings.Count > MostNotes) text.Append(palette.Faint($"  and {Significant.Text(result.Warnings.Count - MostNotes)} more notes in --format json")).Append('\n');
        return text.ToString();
    }

    /// <summary>Runs in the order of their standing: the metric first, then how they stand to the reference.</summary>
    internal static IEnumerable<ComparedRun> Ordered(ComparisonResult result)
        => result.Runs.OrderBy(r => r.Verdict == RunVerdict.NotComparable)
            .ThenByDescending(r => r.Difference is { } d ? Middle(d, result.Metric) : 0)
            .ThenBy(r => r.Verdict != RunVerdict.Reference);

    /// <summary>The level of the metric that decides, for people.</summary>
    internal static string Level(ComparedRun run, ComparisonResult result)
        => result.Metric is { } metric && run.Metrics.TryGetValue(metric, out double value) ? Significant.Text(value) : "-";

    /// <summary>The verdict in words.</summary>
    internal static string Words(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Reference => "reference",
        RunVerdict.Better => "better",
        RunVerdict.AsGood => "as good",
        RunVerdict.Worse => "worse",
        _ => "not comparable",
    };

    /// <summary>An interval for people, with signs.</summary>
    internal static string Interval(Effect effect) => $"{Signed(effect.Low)} to {Signed(effect.High)}";

    private static string Signed(double value) => value > 0 ? $"+{Significant.Text(value, 2)}" : Significant.Text(value, 2);

    private static double Middle(Effect effect, string? metric)
    {
        double middle = (effect.Low + effect.High) / 2;
        return metric is not null && Comparison.MetricDirection.IsHigherBetter(metric) == false ? -middle : middle;
    }

    private static void Runs(StringBuilder text, ComparisonResult result, Palette palette)
    {
        string[][] rows = [["run", result.Metric ?? "", "verdict", "against the reference", "its own analysis"], .. Ordered(result).Select(r => Row(r, result))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        foreach ((string[] row, int i) in rows.Select((r, i) => (r, i)))
        {
            string line = "  " + string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd();
            text.Append(i == 0 ? palette.Faint(line) : row[2] switch { "worse" => palette.High(line), "better" => palette.Good(line), "reference" => palette.Strong(line), _ => line }).Append('\n');
        }
    }

    private static string[] Row(ComparedRun run, ComparisonResult result)
        => [Cut(Called(run), MaxName), Level(run, result), Words(run.Verdict), run.Difference is { } difference ? Interval(difference) : "", SafeText.Line(run.Diagnosis ?? "")];

    /// <summary>The name with the beginning of an id that only MLflow could have given; a folder by its path.</summary>
    private static string Called(ComparedRun run)
    {
        bool isGiven = run.RunId.Length >= 16 && run.RunId.All(char.IsAsciiHexDigit);
        return run.Name is not { Length: > 0 } name || name == run.RunId || run.RunId.EndsWith(name, StringComparison.Ordinal) ? run.RunId : $"{name} {(isGiven ? run.RunId[..8] : run.RunId)}";
    }

    private static void Explanations(StringBuilder text, ComparisonResult result, Palette palette, int width)
    {
        if (result.Explanations.Count == 0) return;
        text.Append('\n').Append(palette.Strong("What explains the difference")).Append('\n');
        foreach ((Explanation e, int i) in result.Explanations.Select((e, i) => (e, i)))
        {
            string confounded = e.ConfoundedWith.Count == 0 ? "" : $" Always changed together with {Named(e.ConfoundedWith)}: run them apart to tell which it is.";
            Hang(text, $"  {Significant.Text(i + 1)}. ", $"{e.Change}: {Cut(e.From ?? "not declared", MaxValue)} → {Cut(e.To ?? "not declared", MaxValue)}, {e.Effect.Metric} {Interval(e.Effect)}, confidence {Significant.Text(e.Confidence, 2)}.{confounded}", width);
        }
    }

    private static void Changed(StringBuilder text, ComparisonResult result, Palette palette, int width)
    {
        text.Append('\n').Append(palette.Strong(result.Changed.Count == 0 ? "Nothing that was logged differs" : "What changed")).Append('\n');
        foreach (Change change in result.Changed.Take(MostChanges)) Hang(text, $"  {change.What}{(change.Kind == ChangeKind.Param ? "" : $" ({Kind(change.Kind)})")}: ", Values(change, result), width);
        if (result.Changed.Count > MostChanges) text.Append(palette.Faint($"  and {Significant.Text(result.Changed.Count - MostChanges)} more in --format json")).Append('\n');
    }

    /// <summary>Values in the order of the runs' standing; many runs are counted.</summary>
    internal static string Values(Change change, ComparisonResult result)
    {
        string[] values = [.. Ordered(result).Select(r => Cut(change.Values.GetValueOrDefault(r.RunId, "not declared"), MaxValue))];
        if (values.Length <= 4) return string.Join(" | ", values);
        return string.Join(", ", values.CountBy(v => v, StringComparer.Ordinal).Take(6).Select(c => c.Value == 1 ? c.Key : $"{c.Key} ({Significant.Text(c.Value)} runs)")) + (values.Distinct(StringComparer.Ordinal).Count() > 6 ? ", …" : "");
    }

    /// <summary>The kind of a change in the words of the wire.</summary>
    internal static string Kind(ChangeKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The first few of many names.</summary>
    internal static string Named(IReadOnlyList<string> names) => string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {Significant.Text(names.Count - 5)} more" : "");

    private static void Hang(StringBuilder text, string head, string sentence, int width)
    {
        head = SafeText.Line(head);
        string indent = new(' ', Math.Min(head.Length, 8));
        bool isFirst = true;
        foreach (string line in Wrapping.Lines(SafeText.Line(head.TrimStart() + sentence), indent, width, 6))
        {
            text.Append(isFirst ? head[..(head.Length - head.TrimStart().Length)] + line.TrimStart() : line).Append('\n');
            isFirst = false;
        }
    }

    private static string Cut(string value, int most)
    {
        string line = SafeText.Line(value);
        return line.Length <= most ? line : line[..(most - 1)] + "…";
    }
}
