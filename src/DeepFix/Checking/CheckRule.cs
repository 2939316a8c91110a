namespace DeepFix.Checking;

/// <summary>What lets a check fail.</summary>
/// <param name="FailOn">The least severity of a finding that does; null: none does.</param>
/// <param name="MinConfidence">The least confidence of one, 0 to 1.</param>
/// <param name="Suppressions">Findings that are taken as they are.</param>
/// <param name="Today">The day on which suppressions are read.</param>
public sealed record CheckRule(Severity? FailOn, double MinConfidence, IReadOnlyList<Suppression> Suppressions, DateOnly Today);
