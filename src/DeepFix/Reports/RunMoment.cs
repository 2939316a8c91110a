namespace DeepFix.Reports;

/// <summary>A moment of a run that a report tells.</summary>
/// <param name="Step">When.</param>
/// <param name="What">What happened.</param>
/// <param name="FindingId">The finding that tells more; null where none does.</param>
internal sealed record RunMoment(double Step, string What, string? FindingId);
