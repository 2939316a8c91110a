namespace DeepFix.Client;

/// <summary>The request is malformed: found before it was sent, or by the server. Sending it again changes nothing.</summary>
/// <param name="message">What is wrong, with the field.</param>
/// <param name="suggestion">What to send.</param>
/// <param name="errors">Every fault that was found, at least one.</param>
public sealed class ValidationException(string message, string suggestion, IReadOnlyList<FieldError> errors) : AnalysisException(message, suggestion)
{
    /// <summary>Every fault that was found.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>The field of the first one: <c>analysis_options.max_analysis_time</c>.</summary>
    public string Field => errors[0].Field;

    /// <summary>What the first one must be.</summary>
    public string Constraint => errors[0].Constraint;
}
