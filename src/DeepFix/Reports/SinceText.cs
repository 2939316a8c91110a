using System.Globalization;
using System.Text;

namespace DeepFix.Reports;

/// <summary>What changed since an earlier result, for a person.</summary>
public static class SinceText
{
    /// <summary>The text, ended by a line feed.</summary>
    public static string Render(ResultChanges changes, string title)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{SafeText.Line(title)}, since {changes.Since:yyyy-MM-dd HH:mm} UTC\n");
        if (changes.IsNothing)
        {
            text.Append(changes.Reasons.Count == 0 ? "Nothing changed: artifacts, engine and knowledge are the same.\n" : "Nothing changed in what is said of the run.\n");
            foreach (string reason in changes.Reasons) text.Append(CultureInfo.InvariantCulture, $"  {SafeText.Line(reason)}\n");
            return text.ToString();
        }

        foreach (CodeChange change in changes.Codes) text.Append(CultureInfo.InvariantCulture, $"  {SafeText.Line(change.Code)}: {change.Before} → {change.Now}\n    {SafeText.Line(change.Why)}\n");
        Ranked(text, "Root causes", changes.RootCausesBefore, changes.RootCauses);
        Ranked(text, "Plan", changes.ActionsBefore, changes.Actions);
        return text.ToString();
    }

    private static void Ranked(StringBuilder text, string name, IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        if (!before.SequenceEqual(now, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"  {name}: {Listed(before)} → {Listed(now)}\n");
    }

    private static string Listed(IReadOnlyList<string> codes) => codes.Count == 0 ? "none" : SafeText.Line(string.Join(", ", codes));
}
