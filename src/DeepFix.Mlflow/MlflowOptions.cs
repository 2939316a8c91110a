namespace DeepFix.Mlflow;

/// <summary>How to reach MLflow. What is null is taken from the environment as MLflow's own client takes it, where <see cref="UseEnvironment"/> allows.</summary>
public sealed record MlflowOptions
{
    private readonly TimeSpan? _requestTimeout;

    /// <summary>Whether settings that are null are looked up in the environment (<c>MLFLOW_TRACKING_USERNAME</c>, …). Off in a server that serves several callers.</summary>
    public bool UseEnvironment { get; init; } = true;

    /// <summary>User name of basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password of basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>Accept any certificate (<c>MLFLOW_TRACKING_INSECURE_TLS</c>).</summary>
    public bool? InsecureTls { get; init; }

    /// <summary>PEM file of the certificate authorities to trust instead of the system's (<c>MLFLOW_TRACKING_SERVER_CERT_PATH</c>).</summary>
    public string? ServerCertificatePath { get; init; }

    /// <summary>PEM file with client certificate and key (<c>MLFLOW_TRACKING_CLIENT_CERT_PATH</c>).</summary>
    public string? ClientCertificatePath { get; init; }

    /// <summary>Workspace (header <c>X-MLFLOW-WORKSPACE</c>); sent only where set.</summary>
    public string? Workspace { get; init; }

    /// <summary>Longest wait for the headers of one answer (<c>MLFLOW_HTTP_REQUEST_TIMEOUT</c>).</summary>
    public TimeSpan RequestTimeout
    {
        get => _requestTimeout ?? TimeSpan.FromSeconds(120);
        init => _requestTimeout = value;
    }

    internal bool StatesRequestTimeout => _requestTimeout is not null;

    /// <summary>How often a read that failed in a way that may go away is repeated.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>No read is repeated when this time since opening the client is over, nor where the server asks to wait for longer; null = no such end.</summary>
    public TimeSpan? RetryWithin { get; init; }

    /// <summary>What is shared with the other clients of the process; null = nothing.</summary>
    public MlflowNetwork? Network { get; init; }

    /// <summary>Hosts that may be connected to, as <c>scheme://host:port</c>; null = the host of the tracking URI and those of artifact roots that are asked for, no other.</summary>
    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <summary>Artifact roots outside the tracking host that may be read, as <c>s3://bucket</c> or <c>wasbs://container@account</c>; null = any.</summary>
    public IReadOnlyList<string>? AllowedArtifactRoots { get; init; }

    /// <summary>Endpoint of S3 (<c>MLFLOW_S3_ENDPOINT_URL</c>).</summary>
    public string? S3EndpointUrl { get; init; }

    /// <summary>Region of S3 (<c>AWS_DEFAULT_REGION</c>).</summary>
    public string? S3Region { get; init; }

    /// <summary>Access key id of S3 (<c>AWS_ACCESS_KEY_ID</c>).</summary>
    public string? S3AccessKeyId { get; init; }

    /// <summary>Secret access key of S3 (<c>AWS_SECRET_ACCESS_KEY</c>).</summary>
    public string? S3SecretAccessKey { get; init; }

    /// <summary>Connection string of Azure storage (<c>AZURE_STORAGE_CONNECTION_STRING</c>).</summary>
    public string? AzureConnectionString { get; init; }

    /// <summary>Access key of the Azure storage account that an artifact URI names (<c>AZURE_STORAGE_ACCESS_KEY</c>); a connection string wins.</summary>
    public string? AzureAccountKey { get; init; }

    /// <summary>Never printed: options hold secrets.</summary>
    public override string ToString() => nameof(MlflowOptions);
}
