namespace DeepFix.Testing;

/// <summary>How a <see cref="FakeMlflow"/> behaves.</summary>
public sealed record FakeMlflowOptions
{
    /// <summary>Whether the mlflow-artifacts proxy is on.</summary>
    public bool ServeArtifacts { get; init; } = true;

    /// <summary>Path prefix, as "/team/ml"; without a slash at its end.</summary>
    public string PathPrefix { get; init; } = "";

    /// <summary>User name and password that are asked for; null for an open server.</summary>
    public (string Username, string Password)? Account { get; init; }

    /// <summary>Waits this long before each answer.</summary>
    public TimeSpan Delay { get; init; }
}
