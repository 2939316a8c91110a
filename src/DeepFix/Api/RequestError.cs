using System.Text.Json.Nodes;

namespace DeepFix.Api;

/// <summary>Why an accepted request failed.</summary>
/// <param name="Code">The code, as in the contract's table: <c>MLFLOW_CONNECTION_ERROR</c>.</param>
/// <param name="Details">Details of the code; always with <c>suggestion</c>.</param>
public sealed record RequestError(string Code, JsonObject Details);
