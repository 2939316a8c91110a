using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>How Azure storage is reached: from the options and, where they allow it, from the environment, as MLflow's own client takes it.</summary>
internal sealed partial class AzureSettings(MlflowOptions options, Func<string, string?> environment)
{
    private const string Remedy = "Set AZURE_STORAGE_CONNECTION_STRING (a shared access signature may be in it) or AZURE_STORAGE_ACCESS_KEY, or the options in their place.";

    /// <summary>Whether there are credentials to talk to Azure storage with.</summary>
    public bool HasCredentials => ConnectionString is not null || AccountKey is not null;

    private string? ConnectionString => options.AzureConnectionString ?? Variable("AZURE_STORAGE_CONNECTION_STRING");

    private string? AccountKey => options.AzureAccountKey ?? Variable("AZURE_STORAGE_ACCESS_KEY");

    /// <summary>The container and root that a <c>wasbs://container@account.blob.core.windows.net/path</c> URI (or one of abfss) names.</summary>
    public (BlobContainerClient Container, string Root) Open(string artifactUri)
    {
        var match = UriPattern().Match(artifactUri);
        if (!match.Success)
            throw new MlflowException(MlflowErrorCode.UnsupportedUri, "The artifact URI is no wasbs://container@account.blob.core.windows.net/path.", "Check the run's artifact URI.");
        var (container, account) = (match.Groups["container"].Value, match.Groups["account"].Value);
        return (Client(container, account, match.Groups["cloud"].Value), match.Groups["root"].Value.Trim('/'));
    }

    private BlobContainerClient Client(string container, string account, string cloud)
    {
        var client = new BlobClientOptions { Retry = { MaxRetries = 3, NetworkTimeout = options.RequestTimeout, Mode = RetryMode.Exponential } };
        try
        {
            if (ConnectionString is { } connection) return OfAccount(new BlobContainerClient(connection, container, client), account);
            if (AccountKey is { } key) return new BlobContainerClient(new Uri($"https://{account}.blob.{cloud}/{container}"), new StorageSharedKeyCredential(account, key), client);
        }
        catch (FormatException exception)
        {
            // The exception's own text may hold parts of the secret.
            throw new MlflowException(MlflowErrorCode.Unauthorized, $"The credentials for Azure storage account '{account}' are malformed ({exception.GetType().Name}).", Remedy);
        }
        throw new MlflowException(MlflowErrorCode.Unauthorized, $"There are no credentials for Azure storage account '{account}'.", Remedy) { Host = $"{account}.blob.{cloud}" };
    }

    private static BlobContainerClient OfAccount(BlobContainerClient client, string account) => client.AccountName == account
        ? client
        : throw new MlflowException(MlflowErrorCode.Unauthorized, $"The connection string is for the Azure storage account '{client.AccountName}', but the artifacts lie in '{account}'.", Remedy) { Host = client.Uri.Authority };

    private string? Variable(string name) => options.UseEnvironment && environment(name) is { Length: > 0 } value ? value : null;

    // Only Microsoft's own clouds: a key must not sign requests for a host that a run's URI makes up.
    [GeneratedRegex(
        """^(wasbs?|abfss?)://(?<container>[a-z0-9$][a-z0-9-]{2,62})@(?<account>[a-z0-9]{3,24})\.(blob|dfs)\.(?<cloud>core\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net))(/(?<root>.*))?$""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex UriPattern();
}
