using System.Collections.Concurrent;
using System.Globalization;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>One download under way: transfers the chosen files and sorts the outcomes.</summary>
internal sealed class DownloadRun(IArtifactRepository repository, DownloadLimits limits, string targetFolder, IReadOnlyList<ArtifactInfo> chosen, IProgress<DownloadProgress>? progress)
{
    private readonly TransferBudget _budget = new(limits.MaxTotalBytes);
    private readonly ConcurrentBag<DownloadedFile> _files = [];
    private readonly ConcurrentBag<SkippedFile> _skipped = [];
    private int _done;

    public IReadOnlyCollection<DownloadedFile> Files => _files;

    public IReadOnlyCollection<SkippedFile> Skipped => _skipped;

    public long BytesTransferred => _budget.Bytes;

    public async Task RunAsync(CancellationToken either, CancellationToken callers)
    {
        var names = new LocalNames();
        var localPaths = chosen.Select(file => names.For(file.Path)).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.MaxConcurrency, CancellationToken = callers };
        await Parallel.ForAsync(0, chosen.Count, options, async (i, callersOrFailure) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(either, callersOrFailure);
            await TransferAsync(chosen[i], i, localPaths[i], stop.Token, callersOrFailure);
            progress?.Report(new DownloadProgress(Interlocked.Increment(ref _done), chosen.Count, _budget.Bytes, chosen[i].Path));
        });
    }

    private async Task TransferAsync(ArtifactInfo file, int number, string localPath, CancellationToken stop, CancellationToken callersOrFailure)
    {
        try
        {
            var partial = Path.Combine(targetFolder, LocalNames.Partial(number));
            var local = Path.Combine(targetFolder, localPath.Replace('/', Path.DirectorySeparatorChar));
            var transfer = new FileTransfer(repository, _budget, limits);
            var outcome = await transfer.RunAsync(file, partial, local, stop);
            if (outcome.GivenUp is SkipReason.SizeMismatch)
            {
                // A run that is still going may have replaced the file after it was listed.
                file = await ListedAgainAsync(file, stop);
                outcome = await transfer.RunAsync(file, partial, local, stop);
            }
            if (outcome.GivenUp is { } reason) Skip(file, reason, Describe(reason, outcome.Size, file));
            else _files.Add(new DownloadedFile(file.Path, local, outcome.Size));
        }
        catch (OperationCanceledException) when (!callersOrFailure.IsCancellationRequested)
        {
            Skip(file, SkipReason.TimedOut, string.Create(CultureInfo.InvariantCulture, $"It was not there within {limits.Timeout.TotalSeconds:0.###} s."));
        }
        catch (MlflowException exception) when (exception.Code is MlflowErrorCode.ArtifactNotFound)
        {
            Skip(file, SkipReason.NotFound, exception.Message);
        }
        catch (MlflowException exception) when (IsOfThisFile(exception))
        {
            Skip(file, SkipReason.Refused, exception.Message);
        }
    }

    private async Task<ArtifactInfo> ListedAgainAsync(ArtifactInfo file, CancellationToken cancellationToken)
    {
        var entries = await repository.ListAsync(RelativePath.Parent(file.Path), cancellationToken);
        return entries.FirstOrDefault(entry => entry.Path == file.Path && !entry.IsDirectory) ?? throw RelativePath.NotFound(file.Path, "the store any more");
    }

    // What may go away by itself, and what concerns the whole host, ends the download: a file left out for it would look like a file that is not there.
    private static bool IsOfThisFile(MlflowException exception) => !exception.IsTransient && exception.Code
        is MlflowErrorCode.InvalidParameter or MlflowErrorCode.NotSupported or MlflowErrorCode.ServerError or MlflowErrorCode.UnexpectedAnswer
        or MlflowErrorCode.PermissionDenied or MlflowErrorCode.RedirectRefused or MlflowErrorCode.StoreUnreadable or MlflowErrorCode.Conflict;

    private string Describe(SkipReason reason, long size, ArtifactInfo file) => reason switch
    {
        SkipReason.FileTooLarge => DownloadChoice.TooLarge(size, limits),
        SkipReason.TotalTooLarge => DownloadChoice.TotalTooLarge(limits),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size} bytes arrived where the list says {file.Size}."),
    };

    private void Skip(ArtifactInfo file, SkipReason reason, string message) => _skipped.Add(new SkippedFile(file.Path, reason, message));
}
