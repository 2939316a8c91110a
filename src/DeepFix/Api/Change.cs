namespace DeepFix.Api;

/// <summary>Something that is not the same in all runs.</summary>
/// <param name="What">Its name, as declared.</param>
/// <param name="Kind">Parameter, data or environment.</param>
/// <param name="Values">Its value by run id; a run that did not declare it is absent.</param>
public sealed record Change(string What, ChangeKind Kind, IReadOnlyDictionary<string, string> Values);
