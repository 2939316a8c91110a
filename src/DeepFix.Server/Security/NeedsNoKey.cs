namespace DeepFix.Server.Security;

/// <summary>Marks a route that is open to everybody: it tells nothing of any run.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsNoKey : Attribute;
