namespace DeepFix.Mlflow.Artifacts;

/// <summary>Brings one artifact to disk: written beside under another name, and moved to its own when whole.</summary>
internal sealed class FileTransfer(IArtifactRepository repository, TransferBudget budget, DownloadLimits limits)
{
    private const int BufferBytes = 80 * 1024;

    /// <summary>Bytes written, or why it was given up.</summary>
    public readonly record struct Outcome(long Size, SkipReason? GivenUp);

    public async Task<Outcome> RunAsync(ArtifactInfo file, string partialPath, string localPath, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await ReceiveAsync(file.Path, partialPath, cancellationToken);
            if (outcome.GivenUp is null && file.Size is { } size && size != outcome.Size) return outcome with { GivenUp = SkipReason.SizeMismatch };
            if (outcome.GivenUp is not null) return outcome;
            Directory.CreateDirectory(Path.GetDirectoryName(localPath)!);
            File.Move(partialPath, localPath, overwrite: true);
            return outcome;
        }
        finally
        {
            File.Delete(partialPath);
        }
    }

    private async Task<Outcome> ReceiveAsync(string path, string partialPath, CancellationToken cancellationToken)
    {
        for (var left = limits.MaxBrokenBodies; ; left--)
        {
            // Opening has its own patience; here only what breaks off after it.
            await using var source = await repository.OpenReadAsync(path, cancellationToken);
            try
            {
                return await WriteAsync(source, path, partialPath, cancellationToken);
            }
            catch (MlflowException broken) when (broken.IsTransient && left > 0)
            {
                budget.GiveBack(new FileInfo(partialPath).Length);
            }
        }
    }

    private async Task<Outcome> WriteAsync(Stream source, string path, string partialPath, CancellationToken cancellationToken)
    {
        await using var target = new FileStream(partialPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        var size = 0L;
        while (await ReadAsync(source, buffer, path, cancellationToken) is > 0 and var count)
        {
            size += count;
            if (!budget.Take(count)) return new Outcome(size, SkipReason.TotalTooLarge);
            if (size > limits.MaxFileBytes) return new Outcome(size, SkipReason.FileTooLarge);
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        return new Outcome(size, null);
    }

    // Each SDK has its own exceptions for a connection that breaks in the middle of a body.
    private static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not MlflowException)
        {
            throw new MlflowException(MlflowErrorCode.ConnectionFailed, $"The connection broke while '{path}' was read.", "Try again.", isTransient: true, exception);
        }
    }
}
