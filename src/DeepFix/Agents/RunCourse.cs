using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>How a run went over time, for reports: where validation was best, where it ended, and what went by after the best: epochs, and time where it was logged.</summary>
internal static class RunCourse
{
    private const int FewestPoints = 3;
    private const int MostSeries = 2;
    private const double MillisecondsOfSecond = 1000;
    private const double SecondsOfMinute = 60;
    private const double SecondsOfHour = 3600;

    /// <summary>Seconds from which a clock counts from 1970 and not from the run's start.</summary>
    private const double SecondsSince1970 = 1e8;

    /// <summary>Held-out metrics, the most telling first; true where higher is better.</summary>
    private static readonly (string Name, bool IsHigherBetter)[] HeldOut = [("val_loss", false), ("val_accuracy", true), ("val_balanced_accuracy", true), ("val_r2", true)];

    /// <summary>Columns that count the seconds of a run, or the seconds since 1970.</summary>
    private static readonly string[] ClockColumns = ["time", "elapsed", "elapsed_time", "elapsed_seconds", "wall_time", "seconds"];

    /// <summary>A member for each held-out metric, at most two; empty where none was logged at three points.</summary>
    public static JsonArray Of(MetricTable metrics)
        => new([.. HeldOut.Select(h => One(metrics, h.Name, h.IsHigherBetter)).OfType<JsonNode>().Take(MostSeries)]);

    private static JsonObject? One(MetricTable metrics, string name, bool isHigherBetter)
    {
        if (metrics.Find(name)?.PerEpoch() is not { Count: >= FewestPoints } series) return null;
        int best = -1, last = series.Count - 1;
        for (int i = 0; i < series.Count; i++)
        {
            if (double.IsFinite(series.Values[i]) && (best < 0 || (isHigherBetter ? series.Values[i] > series.Values[best] : series.Values[i] < series.Values[best]))) best = i;
        }

        if (best < 0) return null;
        var course = new JsonObject { ["series"] = name, ["best_step"] = series.Steps[best], ["best_value"] = Significant.Round(series.Values[best]), ["last_step"] = series.Steps[last] };
        if (double.IsFinite(series.Values[last])) course["last_value"] = Significant.Round(series.Values[last]);
        course["points_after_best"] = last - best;
        if (!double.IsNaN(series.Epochs[best]) && !double.IsNaN(series.Epochs[last])) course["epochs_after_best"] = Significant.Round(series.Epochs[last] - series.Epochs[best]);
        if (Time(metrics, series.Steps[best], series.Steps[last]) is { } time) course["time"] = time;
        return course;
    }

    /// <summary>From the times of the logged points, else from a column that counts seconds; null where there is neither.</summary>
    private static JsonObject? Time(MetricTable metrics, long best, long last)
    {
        (double Whole, double AfterBest)? seconds = OfPoints(metrics.Times, best, last)
            ?? (ClockColumns.Select(metrics.Find).FirstOrDefault(s => s is not null) is { } clock ? OfColumn(clock, best, last) : null);
        // Points that were all written at once say nothing of the time between them.
        if (seconds is not { Whole: > 1 } known) return null;
        (string unit, double size) = known.Whole switch { >= SecondsOfHour => ("hours", SecondsOfHour), >= SecondsOfMinute => ("minutes", SecondsOfMinute), _ => ("seconds", 1) };
        return new JsonObject { ["unit"] = unit, ["whole"] = Short(known.Whole / size), ["after_best"] = Short(known.AfterBest / size) };
    }

    private static (double Whole, double AfterBest)? OfPoints(IReadOnlyDictionary<long, long> times, long best, long last)
    {
        if (!times.ContainsKey(best) || !times.ContainsKey(last)) return null;
        long end = times.Values.Max(), atBest = times.Where(t => t.Key <= best).Max(t => t.Value);
        return ((end - times.Values.Min()) / MillisecondsOfSecond, (end - atBest) / MillisecondsOfSecond);
    }

    private static (double Whole, double AfterBest)? OfColumn(MetricSeries clock, long best, long last)
    {
        MetricSeries finite = clock.Finite();
        ReadOnlySpan<double> seconds = finite.Values;
        for (int i = 1; i < finite.Count; i++)
        {
            if (seconds[i] < seconds[i - 1]) return null;
        }

        if (finite.Count < FewestPoints || finite.Steps[^1] != last || seconds[0] < 0) return null;
        int at = 0;
        while (at + 1 < finite.Count && finite.Steps[at + 1] <= best) at++;
        return (seconds[0] > SecondsSince1970 ? seconds[^1] - seconds[0] : seconds[^1], seconds[^1] - seconds[at]);
    }

    /// <summary>Time is told in three digits.</summary>
    private static double Short(double value) => double.Parse(Significant.Text(value, 3), System.Globalization.CultureInfo.InvariantCulture);
}
