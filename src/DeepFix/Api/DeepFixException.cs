using System.Text.Json.Nodes;

namespace DeepFix.Api;

/// <summary>What stops a request. The message and the details are safe to send: no path, stack or secret.</summary>
public sealed class DeepFixException : Exception
{
    /// <summary>A failure with its code, its message, and details that always hold a suggestion.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">What happened.</param>
    /// <param name="suggestion">What to do about it.</param>
    /// <param name="details">Further details of the code.</param>
    /// <param name="innerException">What it was made from; never sent.</param>
    public DeepFixException(ErrorCode code, string message, string suggestion, JsonObject? details = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Details = details ?? [];
        Details["suggestion"] = suggestion;
    }

    /// <summary>The code.</summary>
    public ErrorCode Code { get; }

    /// <summary>Details of the code, with <c>suggestion</c>.</summary>
    public JsonObject Details { get; }

    /// <summary>Whether the same request may succeed later: <c>details.retryable</c> where stated, else as the table has it.</summary>
    public bool IsRetryable => Details["retryable"] is JsonValue stated && stated.TryGetValue(out bool retryable) ? retryable : Code.IsRetryable();

    /// <summary>The answer's body.</summary>
    /// <param name="timestamp">When, UTC.</param>
    public ErrorResponse ToResponse(DateTimeOffset timestamp)
        => new() { Error = Code.WireName(), Message = Message, Details = (JsonObject)Details.DeepClone(), Timestamp = timestamp };
}
