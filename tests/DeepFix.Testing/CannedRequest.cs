namespace DeepFix.Testing;

/// <summary>What a <see cref="CannedServer"/> was asked.</summary>
/// <param name="Method">The method, as <c>GET</c>.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Authorization">The header of that name; null where there is none.</param>
/// <param name="Body">The body as text; empty where there is none.</param>
public sealed record CannedRequest(string Method, string Target, string? Authorization, string Body);
