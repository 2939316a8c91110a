using System.Globalization;
using System.Text;

namespace DeepFix.Reports.Charts;

/// <summary>The path of a curve within a square of 1,000 by 1,000. Long curves keep the smallest and the largest value of every stretch.</summary>
internal static class Outline
{
    public const int Side = 1000;

    /// <summary>Stretches of a long curve: twice as many points, more than a screen's chart has columns to tell apart.</summary>
    private const int MaxStretches = 250;

    public static string Path(IReadOnlyList<IReadOnlyList<double>> points, ChartScale scale)
    {
        var path = new StringBuilder();
        char move = 'M';
        foreach (IReadOnlyList<double> point in Thin(points))
        {
            path.Append(CultureInfo.InvariantCulture, $"{move}{(int)Math.Round(scale.X(point[0]) * Side)} {(int)Math.Round(scale.Y(point[1]) * Side)}");
            move = 'L';
        }

        // A single point is a dot: a line of no length with round ends.
        return points.Count == 1 ? path.Append("h0").ToString() : path.ToString();
    }

    /// <summary>At most twice <see cref="MaxStretches"/> points and the two ends, among them the extremes.</summary>
    internal static IEnumerable<IReadOnlyList<double>> Thin(IReadOnlyList<IReadOnlyList<double>> points)
    {
        if (points.Count <= (2 * MaxStretches) + 2) return points;
        SortedSet<int> kept = [0, points.Count - 1];
        for (int k = 0; k < MaxStretches; k++)
        {
            int from = (int)((long)points.Count * k / MaxStretches), to = (int)((long)points.Count * (k + 1) / MaxStretches);
            int low = from, high = from;
            for (int i = from + 1; i < to; i++)
            {
                if (points[i][1] < points[low][1]) low = i;
                if (points[i][1] > points[high][1]) high = i;
            }

            kept.Add(low);
            kept.Add(high);
        }

        return kept.Select(i => points[i]);
    }
}
