namespace DeepFix.Agents;

/// <summary>What the signs of a run make likely.</summary>
/// <param name="Suspects">Codes that no detector found, likeliest first.</param>
/// <param name="AnythingHurts">The probability that anything hurts the run at all; 1 where it cannot be told.</param>
internal sealed record Suspicion(IReadOnlyList<Suspect> Suspects, double AnythingHurts);
