namespace DeepFix.Artifacts.Reading;

/// <summary>What a run's state means for its analysis, in sentences.</summary>
internal static class RunState
{
    private const int MostNamedChildren = 10;

    public static IEnumerable<string> Warnings(RunRecord record, bool hasMetrics)
    {
        string? state = record.Status switch
        {
            RunStatus.Running => "The run is still RUNNING: what depends on its end was not judged.",
            RunStatus.Scheduled => "The run is SCHEDULED and has not started.",
            RunStatus.Failed => "The run FAILED: its record ends where the exception struck.",
            RunStatus.Killed => "The run was KILLED: its record ends where it was stopped.",
            _ => null,
        };
        if (state is not null) yield return state;
        if (hasMetrics || record.ChildRunIds.Count == 0) yield break;
        string named = string.Join(", ", record.ChildRunIds.Take(MostNamedChildren));
        int more = record.ChildRunIds.Count - MostNamedChildren;
        yield return FormattableString.Invariant($"The run logged no metrics itself; analyse one of its {record.ChildRunIds.Count} child runs instead: {named}{(more > 0 ? FormattableString.Invariant($" and {more} more") : "")}.");
    }
}
