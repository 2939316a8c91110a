using Azure;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>What the Azure SDK throws, as <see cref="MlflowException"/>.</summary>
internal static class AzureFailures
{
    private const string CheckKey = "Check AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_ACCESS_KEY, or the options in their place.";

    public static async Task<T> MapAsync<T>(Uri container, string path, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException exception)
        {
            throw Of(exception, container, path);
        }
        catch (AggregateException exception)
        {
            // After its last attempt the SDK throws all attempts together.
            throw exception.InnerExceptions.OfType<RequestFailedException>().LastOrDefault() is { } last ? Of(last, container, path) : NotReached(container.Authority, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw NotReached(container.Authority, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MlflowException(MlflowErrorCode.TimedOut, $"Azure storage at {container.Authority} did not answer in time.", "Try again, or allow more time.", isTransient: true, exception) { Host = container.Authority };
        }
    }

    private static MlflowException Of(RequestFailedException exception, Uri container, string path)
    {
        if (exception.Status == 0) return NotReached(container.Authority, exception);
        var (code, remedy, transient) = exception.Status switch
        {
            404 when exception.ErrorCode == "ContainerNotFound" => (MlflowErrorCode.ArtifactNotFound, "Check the run's artifact URI and the storage account.", false),
            404 => (MlflowErrorCode.ArtifactNotFound, "List the run's artifacts to see what it has.", false),
            403 when exception.ErrorCode == "AuthenticationFailed" => (MlflowErrorCode.Unauthorized, CheckKey, false),
            401 => (MlflowErrorCode.Unauthorized, CheckKey, false),
            403 => (MlflowErrorCode.PermissionDenied, "Give the key or signature the rights to list and read (and to write).", false),
            409 => (MlflowErrorCode.Conflict, "Look at what lies at that path.", false),
            429 => (MlflowErrorCode.RateLimited, "Try again later.", true),
            503 when exception.ErrorCode == "ServerBusy" => (MlflowErrorCode.RateLimited, "Try again later.", true),
            >= 500 => (MlflowErrorCode.ServerError, "Try again later.", true),
            _ => (MlflowErrorCode.UnexpectedAnswer, "Check that the address is an Azure storage account.", false),
        };
        var said = exception.ErrorCode is { Length: > 0 } error ? $" ({error})" : "";
        return new MlflowException(code, $"Azure storage at {container.Authority} did not give '{path}'{said}.", remedy, transient, exception) { Host = container.Authority, HttpStatus = exception.Status };
    }

    private static MlflowException NotReached(string host, Exception exception) =>
        new(MlflowErrorCode.ConnectionFailed, $"Azure storage at {host} cannot be reached.", "Check the storage account's address and the network.", isTransient: true, exception) { Host = host };
}
