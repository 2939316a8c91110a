namespace DeepFix;

/// <summary>One code of the vocabulary.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Kind">Symptom, cause, data or record.</param>
/// <param name="Definition">What it means, exactly.</param>
/// <param name="Remedies">Action codes that can help, best first.</param>
public sealed record CodeEntry(string Code, FindingKind Kind, string Definition, IReadOnlyList<string> Remedies);
