namespace DeepFix.Agents;

/// <summary>A code that the signs of a run make likely though no detector could settle it.</summary>
/// <param name="Finding">The finding, of low severity; its confidence is the probability that it is true.</param>
/// <param name="Cause">The probability that it is what hurts the run.</param>
internal sealed record Suspect(Finding Finding, double Cause);
