namespace DeepFix.Reports;

/// <summary>What is said of a run now that was not said of it before, code by code, and why.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Since">When the earlier result was ready, UTC.</param>
/// <param name="Reasons">What differs between the two analyses: artifacts, engine, knowledge. Empty where nothing does.</param>
/// <param name="Codes">Codes whose verdict changed, by code.</param>
/// <param name="RootCausesBefore">Ranked codes before.</param>
/// <param name="RootCauses">Ranked codes now.</param>
/// <param name="ActionsBefore">Ranked action codes before.</param>
/// <param name="Actions">Ranked action codes now.</param>
public sealed record ResultChanges(
    string RunId,
    DateTimeOffset Since,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<CodeChange> Codes,
    IReadOnlyList<string> RootCausesBefore,
    IReadOnlyList<string> RootCauses,
    IReadOnlyList<string> ActionsBefore,
    IReadOnlyList<string> Actions)
{
    /// <summary>Nothing that a reader would act upon changed.</summary>
    public bool IsNothing => Codes.Count == 0 && RootCauses.SequenceEqual(RootCausesBefore, StringComparer.Ordinal) && Actions.SequenceEqual(ActionsBefore, StringComparer.Ordinal);
}
