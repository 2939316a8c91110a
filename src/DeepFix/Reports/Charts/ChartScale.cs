namespace DeepFix.Reports.Charts;

/// <summary>Places in a chart: steps from left to right, values from bottom to top, on a logarithmic scale where they span more than two powers of ten.</summary>
internal sealed record ChartScale
{
    /// <summary>Ratio of the largest to the smallest value from which a scale is logarithmic.</summary>
    private const double WideSpan = 200;

    private ChartScale(double fromStep, double toStep, double min, double max)
        => (FromStep, ToStep, Min, Max, IsLogarithmic) = (fromStep, toStep, min, max, min > 0 && max / min >= WideSpan);

    public double FromStep { get; }

    public double ToStep { get; }

    /// <summary>Smallest value.</summary>
    public double Min { get; }

    /// <summary>Largest value.</summary>
    public double Max { get; }

    public bool IsLogarithmic { get; }

    /// <param name="family">Whose values are shown.</param>
    /// <param name="all">Whose steps are shown: charts below one another share them.</param>
    /// <param name="limits">Further values that must be in sight.</param>
    public static ChartScale Of(CurveFamily family, IEnumerable<CurveFamily> all, IEnumerable<double> limits)
    {
        double[] values = [.. family.Lines.SelectMany(l => l.Points).Select(p => p[1]), .. limits];
        double[] steps = [.. all.SelectMany(f => f.Lines).SelectMany(l => new[] { l.Points.Min(p => p[0]), l.Points.Max(p => p[0]) })];
        return new ChartScale(steps.Min(), steps.Max(), values.Min(), values.Max());
    }

    /// <summary>From the left, 0 to 1.</summary>
    public double X(double step) => ToStep > FromStep ? Math.Clamp((step - FromStep) / (ToStep - FromStep), 0, 1) : 0.5;

    /// <summary>From the top, 0 to 1.</summary>
    public double Y(double value)
    {
        if (Max <= Min) return 0.5;
        double part = IsLogarithmic ? (Math.Log(value) - Math.Log(Min)) / (Math.Log(Max) - Math.Log(Min)) : (value / 2 - Min / 2) / (Max / 2 - Min / 2);
        return 1 - Math.Clamp(part, 0, 1);
    }
}
