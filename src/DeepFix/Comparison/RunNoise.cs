namespace DeepFix.Comparison;

/// <summary>How much runs of the same settings differ, on the common scale.</summary>
/// <param name="Deviation">Standard deviation of a run.</param>
/// <param name="Freedom">Degrees of freedom behind it.</param>
/// <param name="Repeats">Runs that repeat another.</param>
internal sealed record RunNoise(double Deviation, double Freedom, int Repeats)
{
    /// <summary>Deviation of the score between seeds: root mean square over the labelled runs that were trained with three (0.025, median 0.011).</summary>
    public const double UsualDeviation = 0.02;

    /// <summary>Degrees of freedom that the usual deviation counts for beside what the runs at hand say: few, since models differ in it.</summary>
    public const double UsualFreedom = 4;

    /// <summary>Noise of runs that were grouped by equal settings.</summary>
    /// <param name="groups">Scores of each group of repeats.</param>
    public static RunNoise Of(IEnumerable<IReadOnlyList<double>> groups)
    {
        double squares = UsualFreedom * UsualDeviation * UsualDeviation, freedom = UsualFreedom;
        int repeats = 0;
        foreach (IReadOnlyList<double> group in groups.Where(g => g.Count > 1))
        {
            double mean = group.Average();
            squares += group.Sum(v => (v - mean) * (v - mean));
            freedom += group.Count - 1;
            repeats += group.Count - 1;
        }

        return new RunNoise(Math.Sqrt(squares / freedom), freedom, repeats);
    }
}
