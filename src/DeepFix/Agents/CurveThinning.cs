using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>Series for display: at most 200 points each, smallest and largest value of every stretch kept.</summary>
internal static class CurveThinning
{
    /// <summary>Points of a curve at most.</summary>
    private const int MaxPoints = 200;

    /// <summary>Curves of a result at most: the contract's own names first.</summary>
    private const int MaxCurves = 12;

    private static readonly string[] First = ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate", "grad_norm"];

    public static IReadOnlyList<Curve> Curves(MetricTable metrics, IReadOnlyList<Finding> findings)
    {
        ILookup<string, CurveMark> marks = findings
            .SelectMany(f => f.EvidenceItems.Where(e => e is { Series: not null, FromStep: not null }).Select(e => (e.Series, Mark: new CurveMark(e.FromStep!.Value, f.Code))))
            .Distinct()
            .ToLookup(m => m.Series!, m => m.Mark, StringComparer.Ordinal);
        return [.. metrics.Series
            .Where(s => First.Contains(s.Name, StringComparer.Ordinal) || marks.Contains(s.Name))
            .OrderBy(s => Array.IndexOf(First, s.Name) is var at and >= 0 ? at : First.Length)
            .Take(MaxCurves)
            .Select(s => new Curve { Series = s.Name, Points = Thin(s.Finite()), Marks = [.. marks[s.Name].OrderBy(m => m.Step).ThenBy(m => m.Code, StringComparer.Ordinal)] })];
    }

    internal static IReadOnlyList<IReadOnlyList<double>> Thin(MetricSeries series)
    {
        if (series.Count <= MaxPoints) return [.. Enumerable.Range(0, series.Count).Select(i => Point(series, i))];
        SortedSet<int> kept = [0, series.Count - 1];
        int stretches = (MaxPoints - 2) / 2;
        for (int k = 0; k < stretches; k++)
        {
            int from = (int)((long)series.Count * k / stretches), to = (int)((long)series.Count * (k + 1) / stretches);
            int low = from, high = from;
            for (int i = from + 1; i < to; i++)
            {
                if (series.Values[i] < series.Values[low]) low = i;
                if (series.Values[i] > series.Values[high]) high = i;
            }

            kept.Add(low);
            kept.Add(high);
        }

        return [.. kept.Select(i => Point(series, i))];
    }

    private static IReadOnlyList<double> Point(MetricSeries series, int i) => [series.Steps[i], series.Values[i]];
}
