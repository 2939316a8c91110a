namespace DeepFix.Server.Security;

/// <summary>Who sends a request. What is kept of a request belongs to its caller, and to others does not exist.</summary>
/// <param name="Name">The name that the operator gave the key; empty where no keys are asked for.</param>
/// <param name="IsOperator">Whether the caller runs the server.</param>
internal sealed record Caller(string Name, bool IsOperator)
{
    /// <summary>Everybody, where no keys are asked for.</summary>
    public static Caller Anonymous { get; } = new("", IsOperator: false);
}
