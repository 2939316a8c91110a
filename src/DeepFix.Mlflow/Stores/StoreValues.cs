using System.Globalization;

namespace DeepFix.Mlflow.Stores;

/// <summary>How stores on disk write states, times and numbers.</summary>
internal static class StoreValues
{
    // SQL has no infinity: MLflow writes the largest double instead.
    private const double LargestFromSql = 1.797e308;

    private static readonly long EarliestMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A state by name (SQL) or by number (mlruns).</summary>
    public static MlflowRunStatus? Status(string? text) => text switch
    {
        "RUNNING" or "1" => MlflowRunStatus.Running,
        "SCHEDULED" or "2" => MlflowRunStatus.Scheduled,
        "FINISHED" or "3" => MlflowRunStatus.Finished,
        "FAILED" or "4" => MlflowRunStatus.Failed,
        "KILLED" or "5" => MlflowRunStatus.Killed,
        _ => null,
    };

    /// <summary>A state as a filter spells it.</summary>
    public static string Name(MlflowRunStatus status) => status switch
    {
        MlflowRunStatus.Running => "RUNNING",
        MlflowRunStatus.Scheduled => "SCHEDULED",
        MlflowRunStatus.Finished => "FINISHED",
        MlflowRunStatus.Failed => "FAILED",
        MlflowRunStatus.Killed => "KILLED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a state of a run."),
    };

    public static LifecycleStage Lifecycle(string? text) => text is "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;

    /// <summary>Milliseconds since 1970, or null where they are no date.</summary>
    public static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } value && value >= EarliestMilliseconds && value <= LatestMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>A whole number; older files have it as <c>1.7e12</c>.</summary>
    public static long? Integer(ReadOnlySpan<char> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Math.Abs(real) < 9.2e18 ? (long)real : null;
    }

    /// <summary>A number as Python prints it: <c>1e-07</c>, <c>nan</c>, <c>-inf</c>.</summary>
    public static double? Number(ReadOnlySpan<char> text)
    {
        if (text is "nan" or "-nan" or "NaN") return double.NaN;
        if (text is "inf" or "Infinity") return double.PositiveInfinity;
        if (text is "-inf" or "-Infinity") return double.NegativeInfinity;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>A value of a SQL store, with NaN and infinities restored.</summary>
    public static double FromSql(double value, bool isNan)
    {
        if (isNan) return double.NaN;
        if (Math.Abs(value) < LargestFromSql) return value;
        return value > 0 ? double.PositiveInfinity : double.NegativeInfinity;
    }

    public static MetricPoint[] InOrder(IEnumerable<MetricPoint> points) => [.. points.OrderBy(p => p.Step).ThenBy(p => p.Timestamp)];
}
