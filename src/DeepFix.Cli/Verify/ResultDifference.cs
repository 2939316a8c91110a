namespace DeepFix.Cli.Verify;

/// <summary>A place where a result is not what the run gives.</summary>
/// <param name="Path">Where in the result: <c>agent_results[0].analysis[1].findings.confidence</c>, or a finding's measure.</param>
/// <param name="Stated">What the result has there; null where it has nothing.</param>
/// <param name="Computed">What the run gives; null where it gives nothing.</param>
internal sealed record ResultDifference(string Path, string? Stated, string? Computed);
