namespace DeepFix.Server.Security;

/// <summary>Marks a route that is open to everybody: it tells nothing of any run.</summary>
internal sealed class NeedsNoKey;
