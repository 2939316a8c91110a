using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Artifacts in a container of Azure blob storage.</summary>
internal sealed class AzureBlobArtifactRepository(BlobContainerClient container, string root) : IArtifactRepository
{
    /// <summary>Opens the root that a <c>wasbs://container@account.blob.core.windows.net/path</c> URI names.</summary>
    public static AzureBlobArtifactRepository Open(string artifactUri, AzureSettings settings)
    {
        var (container, root) = settings.Open(artifactUri);
        return new AzureBlobArtifactRepository(container, root);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
    {
        var folder = RelativePath.Folder(path);
        return AzureFailures.MapAsync(container.Uri, folder, () => ListFolderAsync(folder, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var blob = container.GetBlobClient(Name(RelativePath.File(path)));
        return AzureFailures.MapAsync(container.Uri, path, async () =>
        {
            var response = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken);
            return response.Value.Content;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        var blob = container.GetBlobClient(Name(RelativePath.File(path)));
        await AzureFailures.MapAsync(container.Uri, path, () => blob.UploadAsync(content, overwrite: true, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<ArtifactInfo>> ListFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var prefix = Name(folder) is { Length: > 0 } name ? name + "/" : "";
        var entries = new Dictionary<string, ArtifactInfo>(StringComparer.Ordinal);
        var options = new GetBlobsByHierarchyOptions { Delimiter = "/", Prefix = prefix };
        await foreach (var item in container.GetBlobsByHierarchyAsync(options, cancellationToken))
        {
            var entry = item.IsPrefix
                ? new ArtifactInfo(Relative(item.Prefix[..^1]), IsDirectory: true, Size: null)
                : new ArtifactInfo(Relative(item.Blob.Name), IsDirectory: false, item.Blob.Properties.ContentLength);
            // Data lake accounts give a folder twice, as a prefix and as an empty blob.
            if (item.IsPrefix || item.Blob.Name != prefix) entries[entry.Path] = entries.TryGetValue(entry.Path, out var other) && other.IsDirectory ? other : entry;
        }
        return [.. entries.Values];
    }

    private string Name(string path) => RelativePath.Join(root, path);

    private string Relative(string name) => root.Length == 0 ? name : name[(root.Length + 1)..];
}
