using System.Text.RegularExpressions;
using DeepFix.Api;

namespace DeepFix.Server.Narration;

/// <summary>Names of the run that are more than plain identifiers. A model never sees them: a mark stands in their place, and they come back afterwards.</summary>
internal sealed partial class RunNames
{
    private readonly (string Name, string Mark)[] _names;

    public RunNames(AnalysisResult result)
    {
        IEnumerable<string?> names = result.Findings.SelectMany(f => f.EvidenceItems).SelectMany(e => new[] { e.Series, e.Source }).Concat(result.Curves.Select(c => c.Series)).Append(result.RunName).Append(result.RunId);
        // The longest first: one may be a part of another.
        _names = [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Where(n => n.Length > 1 && !Plain().IsMatch(n)).OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal).Select((n, i) => (n, "NAME" + Letters(i)))];
    }

    /// <summary>A text with marks for names.</summary>
    public string Hidden(string text) => _names.Aggregate(text, (t, n) => t.Replace(n.Name, n.Mark, StringComparison.Ordinal));

    /// <summary>A text with the names for marks.</summary>
    public string Shown(string text) => Mark().Replace(text, m => Array.Find(_names, n => n.Mark == m.Value) is { Name: { } name } ? name : m.Value);

    private static string Letters(int number) => number < 26 ? ((char)('A' + number)).ToString() : Letters((number / 26) - 1) + (char)('A' + (number % 26));

    [GeneratedRegex(@"^[A-Za-z0-9_./-]{1,40}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\bNAME[A-Z]+\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Mark();
}
