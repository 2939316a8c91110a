using System.Text.RegularExpressions;
using DeepFix.Verification.Raw;

namespace DeepFix.Verification.Measures;

/// <summary>How one measure is computed again.</summary>
/// <param name="words">The measure in the words of the results; <c>{}</c> is a blank for a name or a number.</param>
/// <param name="compute">What the artifacts give: nothing where they hold no such number, several where series and steps leave more than one open.</param>
internal sealed class MeasureRule(string words, Func<RawRun, Stated, IEnumerable<Recomputed>> compute)
{
    private readonly Regex _pattern = new("^" + Regex.Escape(words).Replace(@"\{}", "(.+?)", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>A rule for a measure that the artifacts give once or not at all.</summary>
    public static MeasureRule One(string words, Func<RawRun, Stated, Recomputed?> compute)
        => new(words, (run, stated) => compute(run, stated) is { } one ? [one] : []);

    /// <summary>The measure in the words of the results.</summary>
    public string Words => words;

    /// <summary>Whether an evidence states this measure, and what stands in the blanks.</summary>
    public Stated? Match(Evidence item)
    {
        Match match = _pattern.Match(item.Measure);
        return match.Success ? new Stated(item, [.. match.Groups.Values.Skip(1).Select(g => g.Value)]) : null;
    }

    public IEnumerable<Recomputed> Compute(RawRun run, Stated stated) => compute(run, stated);
}
