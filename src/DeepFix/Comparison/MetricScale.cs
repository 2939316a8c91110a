namespace DeepFix.Comparison;

/// <summary>
/// A metric brought to one scale, on which more is better and a tenth is much: a score of 0 to 1 as it is, a percentage over 100, a loss as its negative logarithm over four.
/// A loss four times as high counts like a score 0.35 lower; over the labelled runs that is what re-trainings moved both by.
/// </summary>
internal sealed record MetricScale
{
    private const double LogsPerScore = 4;
    private const double Smallest = 1e-12;

    private readonly bool _isHigherBetter;
    private readonly bool _isLog;
    private readonly double _unit;

    private MetricScale(string metric, bool isHigherBetter, bool isLog, double unit) => (Metric, _isHigherBetter, _isLog, _unit) = (metric, isHigherBetter, isLog, unit);

    /// <summary>The metric.</summary>
    public string Metric { get; }

    /// <summary>Whether the metric is a loss or an error: then it depends on how it is computed.</summary>
    public bool IsLoss => !_isHigherBetter;

    /// <summary>The scale for a metric with the values that were seen; null where its direction is not known.</summary>
    public static MetricScale? Of(string metric, IReadOnlyCollection<double> seen)
    {
        if (MetricDirection.IsHigherBetter(metric) is not { } higher) return null;
        double largest = seen.Count == 0 ? 1 : seen.Max(Math.Abs);
        if (!higher && seen.All(v => v > 0)) return new MetricScale(metric, false, true, LogsPerScore);
        // Scores that go beyond one are percentages; whatever else has no bounds counts in its own largest value.
        double unit = higher && largest is > 1.5 and <= 100 ? 100 : Math.Max(1, largest);
        return new MetricScale(metric, higher, false, unit);
    }

    /// <summary>A value on the common scale.</summary>
    public double Score(double value) => (_isLog ? Math.Log(Math.Max(value, Smallest)) / _unit : value / _unit) * (_isHigherBetter ? 1 : -1);

    /// <summary>A difference on the common scale as a difference of the metric, from a value of it.</summary>
    public double Back(double difference, double from)
    {
        double signed = _isHigherBetter ? difference : -difference;
        return _isLog ? from * (Math.Exp(signed * _unit) - 1) : signed * _unit;
    }

    /// <summary>A standard deviation of the metric, at a value of it, on the common scale.</summary>
    public double ScoreDeviation(double deviation, double at) => _isLog ? deviation / (Math.Max(Math.Abs(at), Smallest) * _unit) : deviation / _unit;
}
