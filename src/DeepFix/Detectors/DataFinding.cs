using System.Globalization;

namespace DeepFix.Detectors;

/// <summary>Turns measured evidence on data into a detection.</summary>
internal static class DataFinding
{
    private const int ShownItems = 5;

    /// <summary>Found where any evidence crosses its limit, else clean with the numbers nearest to it.</summary>
    /// <param name="code">The code that is judged.</param>
    /// <param name="measured">What was measured, in any order.</param>
    /// <param name="severity">The damage, from the evidence that crosses, worst first.</param>
    /// <param name="confidence">The probability that it is true.</param>
    /// <param name="describe">The sentences for people, from the evidence that crosses, worst first.</param>
    public static Detection Judge(
        string code,
        IEnumerable<Evidence> measured,
        Func<IReadOnlyList<Evidence>, Severity> severity,
        double confidence,
        Func<IReadOnlyList<Evidence>, string> describe)
    {
        List<Evidence> all = [.. measured.OrderByDescending(e => e.Side == LimitSide.AtLeast ? -e.Value : e.Value).ThenBy(e => e.Series, StringComparer.Ordinal).ThenBy(e => e.Measure, StringComparer.Ordinal)];
        List<Evidence> crossing = [.. all.Where(e => e.CrossesLimit)];
        if (crossing.Count == 0) return new Detection.Clean([.. all.Take(ShownItems)]);
        return new Detection.Found(Of(code, severity(crossing), confidence, describe(crossing), [.. crossing.Take(ShownItems)]));
    }

    /// <summary>A finding with its evidence rendered.</summary>
    public static Finding Of(string code, Severity severity, double confidence, string description, params IReadOnlyList<Evidence> evidence) => new()
    {
        Code = code,
        Kind = Vocabulary.Of(code).Kind,
        Severity = severity,
        Confidence = confidence,
        Description = description,
        EvidenceItems = evidence,
        Evidence = string.Join("; ", evidence.Select(Text)),
    };

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => $"{Significant.Text(100 * share, 3)} %";

    /// <summary>A count.</summary>
    public static string Count(double rows) => rows.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Names in a sentence: at most five, with the number of those left out.</summary>
    public static string Names(IEnumerable<string?> names)
    {
        List<string> all = [.. names.OfType<string>().Distinct(StringComparer.Ordinal)];
        string shown = string.Join(", ", all.Take(ShownItems));
        return all.Count > ShownItems ? $"{shown} and {Count(all.Count - ShownItems)} more" : shown;
    }

    private static string Text(Evidence item)
    {
        string side = item.Side == LimitSide.AtMost ? "at most" : "at least";
        string limit = item.Limit is { } value ? $" ({side} {Significant.Text(value)})" : "";
        string series = item.Series is { } name ? $"{name}: " : "";
        return $"{series}{item.Measure} {Significant.Text(item.Value)}{limit}";
    }
}
