namespace DeepFix.Server.Health;

/// <summary>The state of the server.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">What was looked at, with what to do where it is not well.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks);
