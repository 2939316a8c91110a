using System.Text.RegularExpressions;
using Amazon.S3;
using Amazon.S3.Model;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Artifacts in a bucket of S3, or of a store that speaks its language.</summary>
internal sealed partial class S3ArtifactRepository(IAmazonS3 client, string bucket, string root, string host, int entriesPerPage = 1000) : IArtifactRepository
{
    /// <summary>Opens the root that an <c>s3://bucket/prefix</c> URI names.</summary>
    public static S3ArtifactRepository Open(string artifactUri, IAmazonS3 client, string host)
    {
        var (bucket, root) = Parse(artifactUri);
        return new S3ArtifactRepository(client, bucket, root, host);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
    {
        var folder = RelativePath.Folder(path);
        return S3Failures.MapAsync(host, bucket, folder, () => ListFolderAsync(folder, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var key = Key(RelativePath.File(path));
        return S3Failures.MapAsync(host, bucket, path, async () =>
        {
            var response = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancellationToken);
            return response.ResponseStream;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        var key = Key(RelativePath.File(path));
        await using var seekable = await SeekableContent.OfAsync(content, cancellationToken);
        var request = new PutObjectRequest { BucketName = bucket, Key = key, InputStream = seekable.Stream, AutoCloseStream = false, AutoResetStreamPosition = false, UseChunkEncoding = false };
        await S3Failures.MapAsync(host, bucket, path, () => client.PutObjectAsync(request, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<ArtifactInfo>> ListFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var prefix = Key(folder) is { Length: > 0 } key ? key + "/" : "";
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, Delimiter = "/", MaxKeys = entriesPerPage };
        var entries = new List<ArtifactInfo>();
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, cancellationToken);
            entries.AddRange((page.CommonPrefixes ?? []).Select(folderKey => new ArtifactInfo(Relative(folderKey[..^1]), IsDirectory: true, Size: null)));
            // Consoles mark an empty folder by an object that is called like the folder, slash included.
            entries.AddRange((page.S3Objects ?? []).Where(file => file.Key != prefix).Select(file => new ArtifactInfo(Relative(file.Key), IsDirectory: false, file.Size)));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true && page.NextContinuationToken is { Length: > 0 });
        return entries;
    }

    private string Key(string path) => RelativePath.Join(root, path);

    private string Relative(string key) => root.Length == 0 ? key : key[(root.Length + 1)..];

    private static (string Bucket, string Root) Parse(string artifactUri)
    {
        var match = UriPattern().Match(artifactUri);
        if (!match.Success) throw new MlflowException(MlflowErrorCode.UnsupportedUri, "The artifact URI is no s3://bucket/path.", "Check the run's artifact URI.");
        return (match.Groups["bucket"].Value, match.Groups["root"].Value.Trim('/'));
    }

    [GeneratedRegex("^s3://(?<bucket>[A-Za-z0-9][A-Za-z0-9._-]{1,254})(/(?<root>.*))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UriPattern();
}
