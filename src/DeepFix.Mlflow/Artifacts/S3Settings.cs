using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>How S3 is reached: from the options and, where they allow it, from the environment, as MLflow's own client and the AWS tools take it.</summary>
internal sealed class S3Settings(MlflowOptions options, Func<string, string?> environment)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>Whether there are credentials to talk to S3 with, without asking any host for them.</summary>
    public bool HasCredentials => Keys() is not null || (options.UseEnvironment && HasProfile());

    /// <summary>Host and port shown in messages.</summary>
    public string Host => Endpoint is { } endpoint ? Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri.Authority : "the S3 endpoint" : "s3.amazonaws.com";

    /// <summary>The endpoint, where it is not Amazon's.</summary>
    public string? Endpoint => options.S3EndpointUrl ?? Variable("MLFLOW_S3_ENDPOINT_URL") ?? Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");

    public AmazonS3Client CreateClient()
    {
        var config = new AmazonS3Config
        {
            Timeout = options.RequestTimeout,
            MaxErrorRetry = 3,
            // Stores that only speak S3's language refuse the newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        var region = options.S3Region ?? Variable("AWS_DEFAULT_REGION") ?? Variable("AWS_REGION");
        if (Endpoint is { } endpoint)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new MlflowException(MlflowErrorCode.UnsupportedUri, "The S3 endpoint is no http or https URL.", "Set S3EndpointUrl or MLFLOW_S3_ENDPOINT_URL to a URL such as http://host:9000.");
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = region ?? DefaultRegion;
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region ?? DefaultRegion);
        }
        return Keys() is { } keys ? new AmazonS3Client(keys, config) : new AmazonS3Client(config);
    }

    private AWSCredentials? Keys()
    {
        if (options is { S3AccessKeyId: { } id, S3SecretAccessKey: { } secret }) return new BasicAWSCredentials(id, secret);
        if (Variable("AWS_ACCESS_KEY_ID") is not { } variableId || Variable("AWS_SECRET_ACCESS_KEY") is not { } variableSecret) return null;
        return Variable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(variableId, variableSecret, token) : new BasicAWSCredentials(variableId, variableSecret);
    }

    private bool HasProfile()
    {
        if (Variable("AWS_PROFILE") is not null || Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not null) return true;
        if (Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null) return true;
        var file = Variable("AWS_SHARED_CREDENTIALS_FILE")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials");
        return File.Exists(file);
    }

    private string? Variable(string name) => options.UseEnvironment && environment(name) is { Length: > 0 } value ? value : null;
}
