namespace DeepFix.Statistics;

/// <summary>A straight line through a series whose points are one unit apart.</summary>
/// <param name="Slope">Change a point.</param>
/// <param name="Low">Lower end of the slope's interval.</param>
/// <param name="High">Upper end of the slope's interval.</param>
/// <param name="Points">Points of the series, before thinning.</param>
internal readonly record struct Trend(double Slope, double Low, double High, int Points)
{
    /// <summary>Change over the whole series.</summary>
    public double Change => Slope * (Points - 1);

    /// <summary>The whole interval lies below zero.</summary>
    public bool Falls => High < 0;

    /// <summary>The whole interval lies above zero.</summary>
    public bool Rises => Low > 0;

    /// <summary>Equivalent to constant: over the whole series both ends of the interval change by less than the margin (two one-sided tests, Schuirmann 1987).</summary>
    public bool IsConstantWithin(double margin) => Math.Max(Math.Abs(Low), Math.Abs(High)) * (Points - 1) < margin;
}
