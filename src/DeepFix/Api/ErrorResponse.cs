using System.Text.Json.Nodes;

namespace DeepFix.Api;

/// <summary>The body of every error answer.</summary>
public sealed record ErrorResponse
{
    /// <summary>The code, as in the contract's table: <c>RUN_NOT_FOUND</c>.</summary>
    public required string Error { get; init; }

    /// <summary>What happened, in a sentence that is safe to show.</summary>
    public required string Message { get; init; }

    /// <summary>Details of the code; always with <c>suggestion</c>.</summary>
    public required JsonObject Details { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }
}
