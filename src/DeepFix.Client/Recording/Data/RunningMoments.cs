namespace DeepFix.Client.Recording;

/// <summary>Mean, deviation and range of numbers as they come (Welford).</summary>
internal sealed class RunningMoments
{
    private double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public double Deviation => Count > 0 ? Math.Sqrt(_squares / Count) : 0;

    public void Add(double value)
    {
        double from = value - Mean;
        Mean += from / ++Count;
        _squares += from * (value - Mean);
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }
}
