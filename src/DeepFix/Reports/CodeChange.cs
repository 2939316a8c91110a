namespace DeepFix.Reports;

/// <summary>A code whose verdict changed.</summary>
/// <param name="Code">The code.</param>
/// <param name="Before">What was said of it: a severity with a confidence, not found, or not assessed.</param>
/// <param name="Now">What is said of it.</param>
/// <param name="Why">What brought the change about, as far as the two results show it.</param>
public sealed record CodeChange(string Code, string Before, string Now, string Why);
