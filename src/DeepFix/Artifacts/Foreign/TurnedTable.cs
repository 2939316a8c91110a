using System.Globalization;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>A table with metrics as rows and epochs as columns, as pandas writes a transposed frame.</summary>
internal static class TurnedTable
{
    private const int FewEpochs = 3;

    /// <summary>The table turned upright; null where it stands upright already.</summary>
    public static LogTable? Read(string text)
    {
        string[] lines = [.. text.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)).Take(500)];
        if (lines.Length < 2 || lines.Length >= 500) return null;
        foreach (char delimiter in (char[])['\t', ';', ','])
        {
            List<List<string>> rows = [.. lines.Select(l => DelimitedText.Cells(l, delimiter))];
            bool hasHeader = rows[0].Skip(1).Count() >= FewEpochs && rows[0].Skip(1).All(IsCount) && !Scalars.TryNumber(rows[0][0], out _);
            List<List<string>> metrics = hasHeader ? rows[1..] : rows;
            bool upright = !metrics.TrueForAll(r => r.Count > FewEpochs && r[0].Length > 0 && !Scalars.TryNumber(r[0], out _) && r.Skip(1).All(IsValue));
            if (upright || metrics.Select(m => m[0]).Distinct(StringComparer.Ordinal).Count() != metrics.Count || !metrics.Exists(m => ColumnRoles.IsAnyMetric(m[0]))) continue;
            return Upright(hasHeader ? rows[0] : null, metrics);
        }

        return null;
    }

    private static LogTable Upright(List<string>? epochs, List<List<string>> metrics)
    {
        var builder = new LogTableBuilder();
        int length = metrics.Max(m => m.Count) - 1;
        for (int i = 0; i < length; i++)
        {
            int row = builder.NewRow();
            if (epochs is not null && i + 1 < epochs.Count && Scalars.TryNumber(epochs[i + 1], out double epoch)) builder.Set(row, "epoch", epoch);
            foreach (List<string> metric in metrics)
            {
                if (i + 1 < metric.Count && Scalars.TryNumber(metric[i + 1], out double value)) builder.Set(row, metric[0], value);
            }
        }

        return builder.Build("table with metrics as rows") with { RowsAreEpochs = true, Notes = ["Metrics stand in rows and epochs in columns; the table was turned."] };
    }

    private static bool IsCount(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Floor(value) == value;

    private static bool IsValue(string cell) => cell.Length == 0 || Scalars.TryNumber(cell, out _) || Scalars.IsNone(cell);
}
