using System.Globalization;

namespace DeepFix.Mlflow.Stores;

/// <summary>A metric of an mlruns folder: a line a point, <c>timestamp value [step [data set, digest]]</c>.</summary>
internal static class MetricFile
{
    /// <summary>The points by (step, timestamp). While the run is running, a last line without an end is being written and is left out.</summary>
    public static MetricPoint[] Read(FileInfo file, bool isRunning)
    {
        var text = StoreFiles.ReadText(file);
        List<MetricPoint> points = [];
        var line = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            line++;
            var content = text.AsSpan()[range].Trim();
            if (content.IsEmpty) continue;
            var isUnfinished = range.End.Value == text.Length;
            if (isUnfinished && isRunning) break;
            if (Point(content) is { } point)
                points.Add(point);
            else if (!isUnfinished)
                throw Malformed(file, line);
        }
        return StoreValues.InOrder(points);
    }

    /// <summary>The point that MLflow shows: of the largest step, then timestamp, then value.</summary>
    public static MetricPoint Latest(IReadOnlyList<MetricPoint> points) =>
        points.OrderBy(p => p.Step).ThenBy(p => p.Timestamp).ThenBy(p => p.Value).Last();

    private static MetricPoint? Point(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[4];
        var count = line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count < 2 || StoreValues.Integer(line[fields[0]]) is not { } timestamp || StoreValues.Number(line[fields[1]]) is not { } value)
            return null;
        if (count == 2)
            return new MetricPoint(0, value, timestamp);
        // With a data set MLflow 3 writes five fields and then reads its own step as 0; the third field is the step.
        var third = line[fields[2]];
        return StoreValues.Integer(third) is { } step ? new MetricPoint(step, value, timestamp) : null;
    }

    private static MlflowException Malformed(FileInfo file, int line) => StoreErrors.Unreadable(
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of {file.FullName} is not a point of a metric."), "A line is 'timestamp value step'; repair or remove the line.");
}
