using System.Globalization;
using DeepFix.Mlflow;

namespace DeepFix.Server.Web;

/// <summary>Facts of a run in words.</summary>
internal static class RunWords
{
    public static string State(MlflowRunStatus status) => status switch
    {
        MlflowRunStatus.Running => "running",
        MlflowRunStatus.Scheduled => "scheduled",
        MlflowRunStatus.Failed => "failed",
        MlflowRunStatus.Killed => "killed",
        _ => "finished",
    };

    /// <summary>How long it took; empty where it has not ended, or its record does not say.</summary>
    public static string Took(Run run) => run is { StartTime: { } start, EndTime: { } end } && end >= start ? "· " + Duration(end - start) : "";

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days"),
    };
}
