using System.Globalization;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Reads the <c>metrics</c> folder of one run of an MLflow file store: a file a metric, a line "time value step" a point.</summary>
internal static class MetricFilesLog
{
    public const string Folder = "metrics/";

    public static LogTable Read(IReadOnlyList<RunFile> files, CancellationToken cancellationToken)
    {
        List<string> notes = [];
        List<LogSeries> series = [.. files.Select(f => new LogSeries(f.Path[Folder.Length..], [.. Points(LogText.Decode(LogText.Bytes(f, cancellationToken), notes, f.Path))]))];
        LogTable table = SeriesTable.Of("MLflow run folder", [.. series.Where(s => !s.Name.StartsWith("system/", StringComparison.Ordinal))]);
        return table with { Notes = [.. notes, .. table.Notes] };
    }

    private static IEnumerable<(double Step, double Value, double Time)> Points(string text)
    {
        int count = 0;
        foreach (string line in text.Split('\n'))
        {
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (cells.Length < 2 || !long.TryParse(cells[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out long time) || !Reading.Scalars.TryNumber(cells[1], out double value)) continue;
            long step = count++;
            if (cells.Length > 2 && !long.TryParse(cells[2], NumberStyles.Integer, CultureInfo.InvariantCulture, out step)) continue;
            yield return (step, value, time / 1000.0);
        }
    }
}
