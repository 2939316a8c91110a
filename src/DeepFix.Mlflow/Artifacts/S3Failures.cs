using System.Net;
using Amazon.Runtime;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>What the AWS SDK throws, as <see cref="MlflowException"/>.</summary>
internal static class S3Failures
{
    private const string CheckKeys = "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), or the options in their place.";

    public static async Task<T> MapAsync<T>(string host, string bucket, string path, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException exception)
        {
            throw OfAnswer(exception, host, bucket, path);
        }
        catch (AmazonClientException exception)
        {
            throw exception.InnerException is HttpRequestException or IOException
                ? NotReached(exception, host)
                : new MlflowException(MlflowErrorCode.Unauthorized, $"There are no usable credentials for S3 at {host}.", CheckKeys, innerException: exception) { Host = host };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw NotReached(exception, host);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MlflowException(MlflowErrorCode.TimedOut, $"S3 at {host} did not answer in time.", "Try again, or allow more time.", isTransient: true, exception) { Host = host };
        }
    }

    private static MlflowException OfAnswer(AmazonServiceException exception, string host, string bucket, string path)
    {
        var status = (int)exception.StatusCode;
        if (status == 0) return NotReached(exception, host);
        var (code, remedy, transient) = (exception.ErrorCode, exception.StatusCode) switch
        {
            ("NoSuchBucket", _) => (MlflowErrorCode.ArtifactNotFound, "Check the run's artifact URI and the S3 endpoint.", false),
            ("NoSuchKey", _) or (_, HttpStatusCode.NotFound) => (MlflowErrorCode.ArtifactNotFound, "List the run's artifacts to see what it has.", false),
            ("InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken", _) or (_, HttpStatusCode.Unauthorized) => (MlflowErrorCode.Unauthorized, CheckKeys, false),
            (_, HttpStatusCode.Forbidden) => (MlflowErrorCode.PermissionDenied, "Give the key the rights s3:ListBucket and s3:GetObject (and s3:PutObject to write).", false),
            ("PermanentRedirect" or "AuthorizationHeaderMalformed", _) => (MlflowErrorCode.InvalidParameter, "Set the bucket's region in AWS_DEFAULT_REGION.", false),
            ("SlowDown", _) or (_, HttpStatusCode.TooManyRequests) => (MlflowErrorCode.RateLimited, "Try again later.", true),
            (_, >= HttpStatusCode.InternalServerError) => (MlflowErrorCode.ServerError, "Try again later.", true),
            _ => (MlflowErrorCode.UnexpectedAnswer, "Check that the endpoint is an S3 service.", false),
        };
        var said = exception.ErrorCode is { Length: > 0 } error ? $" ({error})" : "";
        return new MlflowException(code, $"S3 at {host} did not give '{path}' in bucket '{bucket}'{said}.", remedy, transient, exception) { Host = host, HttpStatus = status };
    }

    private static MlflowException NotReached(Exception exception, string host) =>
        new(MlflowErrorCode.ConnectionFailed, $"S3 at {host} cannot be reached.", "Check the endpoint (MLFLOW_S3_ENDPOINT_URL) and the network.", isTransient: true, exception) { Host = host };
}
