using DeepFix.Api;

namespace DeepFix.Server.Web;

/// <summary>A comparison in words.</summary>
internal static class ComparisonWords
{
    /// <summary>Best first by the level of the metric; what cannot be compared comes last.</summary>
    public static IReadOnlyList<ComparedRun> Ordered(ComparisonResult result)
        => [.. result.Runs.OrderBy(r => r.Verdict switch { RunVerdict.Better => 0, RunVerdict.Reference => 1, RunVerdict.AsGood => 2, RunVerdict.Worse => 3, _ => 4 }).ThenByDescending(r => r.Difference is { } d ? Math.Abs(d.Low + d.High) * (r.Verdict == RunVerdict.Worse ? -1 : 1) : 0)];

    public static string Standing(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Reference => "reference",
        RunVerdict.Better => "better",
        RunVerdict.AsGood => "as good",
        RunVerdict.Worse => "worse",
        _ => "not comparable",
    };

    public static string Mark(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Better => "clean",
        RunVerdict.Worse => "fault",
        RunVerdict.NotComparable => "open",
        _ => "none",
    };

    /// <summary>The level of the metric that decides.</summary>
    public static string Level(ComparedRun run, ComparisonResult result)
        => result.Metric is { } metric && run.Metrics.TryGetValue(metric, out double value) ? Significant.Text(value) : "–";

    /// <summary>An interval with signs.</summary>
    public static string Interval(Effect effect) => $"{Signed(effect.Low)} to {Signed(effect.High)}";

    private static string Signed(double value) => value > 0 ? $"+{Significant.Text(value, 2)}" : Significant.Text(value, 2);
}
