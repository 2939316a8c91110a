using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Cli.Detectors;

/// <summary>Detectors for people.</summary>
internal static class DetectorText
{
    public static string Render(IReadOnlyList<DetectorInfo> entries, Palette palette, int width)
    {
        var text = new StringBuilder();
        text.Append(palette.Strong(string.Create(CultureInfo.InvariantCulture, $"{entries.Select(e => e.Code).Distinct(StringComparer.Ordinal).Count()} codes are judged"))).Append('\n');
        foreach (DetectorInfo entry in entries)
        {
            text.Append('\n').Append(palette.Strong(entry.Code)).Append(palette.Faint($"  {entry.Title}, a {Kind(entry.Kind)}, by {entry.Agent}")).Append('\n');
            Wrapped("  ", entry.Definition);
            Wrapped("  reads: ", string.Join(", ", entry.Columns));
            foreach (DetectorLimit limit in entry.Limits) Wrapped("  limit: ", Said(limit));
            Wrapped("  helps: ", string.Join(", ", entry.Remedies));
        }

        return text.ToString();

        void Wrapped(string head, string sentence)
        {
            bool isFirst = true;
            foreach (string line in Wrapping.Lines(sentence, "", width - head.Length, int.MaxValue))
            {
                text.Append(isFirst ? head : new string(' ', head.Length)).Append(line).Append('\n');
                isFirst = false;
            }
        }
    }

    private static string Said(DetectorLimit limit)
    {
        string side = limit.Side == LimitSide.AtLeast ? "at least" : "at most";
        return $"{limit.Name} {side} {Significant.Text(limit.Value)} {limit.Unit} ({Significant.Text(limit.Range[0] ?? double.NegativeInfinity)} to {Significant.Text(limit.Range[1] ?? double.PositiveInfinity)}): {limit.Meaning} [{limit.Source}]";
    }

    private static string Kind(FindingKind kind) => kind switch
    {
        FindingKind.Data => "fact of the data",
        FindingKind.Record => "fault of the record",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
