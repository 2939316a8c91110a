using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>A stopping rule followed over the logged points of the metric that it watches.</summary>
/// <param name="LongestWait">Most points in a row without an improvement, not counting the best itself.</param>
/// <param name="WaitFrom">Position of the best before that wait.</param>
/// <param name="WaitTo">Position of its last point.</param>
/// <param name="LastWait">Points without an improvement at the end.</param>
/// <param name="WholeGain">Improvement from the first point to the best.</param>
/// <param name="HasEveryEpoch">Whether each epoch from first to last has one point.</param>
internal sealed record StoppingReplay(int LongestWait, int WaitFrom, int WaitTo, int LastWait, double WholeGain, bool HasEveryEpoch)
{
    /// <summary>Follows the rule.</summary>
    public static StoppingReplay Of(MetricSeries watched, bool isLowerBetter, double minDelta, double startsAt)
    {
        double best = double.PositiveInfinity, first = isLowerBetter ? watched.Values[0] : -watched.Values[0], least = first;
        int wait = 0, longest = 0, bestAt = 0, from = 0, to = 0;
        bool every = true;
        for (int i = 0; i < watched.Count; i++)
        {
            double value = isLowerBetter ? watched.Values[i] : -watched.Values[i];
            least = Math.Min(least, value);
            if (i > 0 && Math.Floor(watched.Epochs[i]) - Math.Floor(watched.Epochs[i - 1]) != 1) every = false;
            if (watched.Epochs[i] < startsAt) continue;
            if (value < best - minDelta || double.IsPositiveInfinity(best)) (best, wait, bestAt) = (value, 0, i);
            else wait++;
            if (wait > longest) (longest, from, to) = (wait, bestAt, i);
        }

        return new StoppingReplay(longest, from, to, wait, Math.Min(first - least, 1e300), every && !double.IsNaN(watched.Epochs[0]));
    }
}
