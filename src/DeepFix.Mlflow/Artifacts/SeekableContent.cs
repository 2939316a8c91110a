namespace DeepFix.Mlflow.Artifacts;

/// <summary>Content whose length is known: the stream itself, or a copy in a temporary file that goes away with it.</summary>
internal sealed class SeekableContent : IAsyncDisposable
{
    private readonly bool _isCopy;

    private SeekableContent(Stream stream, bool isCopy)
    {
        Stream = stream;
        _isCopy = isCopy;
    }

    public Stream Stream { get; }

    public static async Task<SeekableContent> OfAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content.CanSeek) return new SeekableContent(content, isCopy: false);
        var copy = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 80 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            await content.CopyToAsync(copy, cancellationToken);
            copy.Position = 0;
            return new SeekableContent(copy, isCopy: true);
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _isCopy ? Stream.DisposeAsync() : ValueTask.CompletedTask;
}
