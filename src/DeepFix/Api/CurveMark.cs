namespace DeepFix.Api;

/// <summary>A step at which a finding points.</summary>
/// <param name="Step">The step.</param>
/// <param name="Code">The finding's code.</param>
public sealed record CurveMark(long Step, string Code);
