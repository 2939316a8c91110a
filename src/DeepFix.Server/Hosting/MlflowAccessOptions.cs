namespace DeepFix.Server.Hosting;

/// <summary>How MLflow and its artifact stores are spoken to: section <c>DeepFix:Mlflow</c>. Nothing of it ever comes from a request.</summary>
internal sealed record MlflowAccessOptions
{
    /// <summary>Credentials, by tracking server.</summary>
    public MlflowHostOptions[] Hosts { get; init; } = [];

    /// <summary>Longest wait for the headers of one answer, in seconds.</summary>
    public double RequestTimeoutSeconds { get; init; } = 30;

    /// <summary>Endpoint of S3 where it is not Amazon's.</summary>
    public string? S3EndpointUrl { get; init; }

    /// <summary>Region of S3.</summary>
    public string? S3Region { get; init; }

    /// <summary>Access key id of S3.</summary>
    public string? S3AccessKeyId { get; init; }

    /// <summary>Secret access key of S3.</summary>
    public string? S3SecretAccessKey { get; init; }

    /// <summary>Connection string of Azure storage.</summary>
    public string? AzureConnectionString { get; init; }

    /// <summary>Never printed: it holds secrets.</summary>
    public override string ToString() => nameof(MlflowAccessOptions);
}
