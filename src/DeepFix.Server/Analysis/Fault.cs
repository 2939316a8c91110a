using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Server.Analysis;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field's path: <c>analysis_options.max_analysis_time</c>.</param>
/// <param name="Constraint">What it must be: <c>required</c>, or the end of a sentence that begins with the field.</param>
/// <param name="Provided">What came instead, shortened and without secrets; null where nothing came.</param>
/// <param name="Suggestion">What to send.</param>
internal sealed record Fault(string Field, string Constraint, JsonNode? Provided, string Suggestion)
{
    /// <summary>The constraint of a field that is not there.</summary>
    public const string Required = "required";

    /// <summary>The refusal of a request with this fault alone.</summary>
    public DeepFixException ToException() => ToException([this]);

    /// <summary>The refusal of a request: the first fault in the message and in the details, all of them in <c>errors</c>.</summary>
    public static DeepFixException ToException(IReadOnlyList<Fault> faults)
    {
        Fault first = faults[0];
        JsonObject details = first.ToJson();
        details["errors"] = new JsonArray([.. faults.Select(f => (JsonNode)f.ToJson())]);
        string message = first.Constraint == Required ? $"missing required field '{first.Field}'" : $"field '{first.Field}' {first.Constraint}";
        return new DeepFixException(ErrorCode.ValidationError, $"Invalid request: {message}", first.Suggestion, details);
    }

    private JsonObject ToJson() => new() { ["field"] = Field, ["constraint"] = Constraint, ["provided"] = Provided?.DeepClone() };
}
