using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Two series at the steps that both have.</summary>
/// <param name="Count">Such steps.</param>
/// <param name="DistinctValues">Different values of the first there, counted up to <see cref="MostDistinct"/>.</param>
/// <param name="SameShare">Share of them at which both have one value.</param>
internal sealed record CommonPoints(int Count, int DistinctValues, double SameShare)
{
    /// <summary>More different values prove no more.</summary>
    public const int MostDistinct = 1000;

    /// <summary>Compares two series; null where they have no step in common.</summary>
    public static CommonPoints? Of(MetricSeries one, MetricSeries other)
    {
        int count = 0, same = 0, at = 0;
        HashSet<double> values = [];
        for (int i = 0; i < one.Count; i++)
        {
            while (at < other.Count && other.Steps[at] < one.Steps[i]) at++;
            if (at == other.Count) break;
            if (other.Steps[at] != one.Steps[i] || !double.IsFinite(one.Values[i]) || !double.IsFinite(other.Values[at])) continue;
            count++;
            if (values.Count < MostDistinct) values.Add(one.Values[i]);
            same += one.Values[i] == other.Values[at] ? 1 : 0;
        }

        return count == 0 ? null : new CommonPoints(count, values.Count, (double)same / count);
    }
}
