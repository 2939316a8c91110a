namespace DeepFix.Client;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field, by its name on the wire.</param>
/// <param name="Constraint">What it must be: <c>required</c>, or the end of a sentence that begins with the field.</param>
/// <param name="Provided">What came instead; null where nothing came.</param>
public sealed record FieldError(string Field, string Constraint, string? Provided);
