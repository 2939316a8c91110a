namespace DeepFix.Reports.Charts;

/// <summary>A curve as a line of text, for Markdown.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const int MaxWidth = 40;

    public static string Of(IReadOnlyList<IReadOnlyList<double>> points)
    {
        if (points.Count == 0) return "";
        double low = points.Min(p => p[1]), high = points.Max(p => p[1]);
        int width = Math.Min(MaxWidth, points.Count);
        return string.Concat(Enumerable.Range(0, width).Select(k => Level(points[(int)((long)k * (points.Count - 1) / Math.Max(1, width - 1))][1])));

        char Level(double value) => high > low ? Levels[(int)Math.Round((value / 2 - low / 2) / (high / 2 - low / 2) * (Levels.Length - 1))] : Levels[3];
    }
}
