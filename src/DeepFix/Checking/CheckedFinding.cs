using DeepFix.Api;

namespace DeepFix.Checking;

/// <summary>A finding with what the check makes of it.</summary>
/// <param name="Analysis">The finding, with what to do about it.</param>
/// <param name="State">How it stands to the baseline.</param>
/// <param name="Suppression">Why it is taken as it is; null where it is not.</param>
/// <param name="Fails">Whether it lets the check fail.</param>
public sealed record CheckedFinding(Analysis Analysis, BaselineState State, Suppression? Suppression, bool Fails)
{
    /// <summary>The finding itself.</summary>
    public Finding Finding => Analysis.Findings;
}
