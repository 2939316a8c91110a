using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>A compared run with its id in a report.</summary>
/// <param name="Id">R1, R2, …, best first.</param>
/// <param name="Run">The run.</param>
internal sealed record NumberedRun(string Id, ComparedRun Run)
{
    private const int MaxName = 80;

    /// <summary>What a person calls it.</summary>
    public string Name => SafeText.Line(Run.Name is { Length: > 0 } name ? name : Run.RunId) is var line && line.Length > MaxName ? line[..MaxName] + "…" : line;

    /// <summary>Whether its id says more than its name.</summary>
    public bool HasOwnId => Run.Name is { Length: > 0 } name && name != Run.RunId;
}
