namespace DeepFix.Mlflow;

/// <summary>One page of a long list.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Items">Its entries; may be none although more follow.</param>
/// <param name="NextToken">What to ask for the next page with; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);
