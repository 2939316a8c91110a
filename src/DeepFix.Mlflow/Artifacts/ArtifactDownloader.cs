using System.Globalization;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Downloads chosen artifacts in parallel, streamed to disk, within limits that are counted on what really arrives.</summary>
/// <param name="repository">Where they are.</param>
/// <param name="limits">How much may be transferred; null = the usual.</param>
/// <param name="timeProvider">The clock of the time limit; null = the system's.</param>
public sealed class ArtifactDownloader(IArtifactRepository repository, DownloadLimits? limits = null, TimeProvider? timeProvider = null)
{
    private readonly DownloadLimits _limits = limits ?? new DownloadLimits();

    /// <summary>Downloads everything.</summary>
    /// <inheritdoc cref="DownloadAsync"/>
    public Task<DownloadResult> DownloadAllAsync(string targetFolder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        DownloadAsync(ArtifactSelection.All, targetFolder, progress, cancellationToken);

    /// <summary>Downloads what is wanted and there. Only folders in which something wanted may lie are listed. A file is either whole or absent, also after a failure.</summary>
    /// <param name="selection">What is wanted.</param>
    /// <param name="targetFolder">Folder to put it in, made where missing. Files keep their paths below it unless those would be unsafe.</param>
    /// <param name="progress">Told of each file that ended.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="MlflowException">The store as a whole failed (not reachable, not logged in), or the time was up before the lists were there.</exception>
    /// <exception cref="IOException">The target folder cannot be written.</exception>
    public async Task<DownloadResult> DownloadAsync(ArtifactSelection selection, string targetFolder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        using var timeout = new CancellationTokenSource(_limits.Timeout, timeProvider ?? TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var lister = new ArtifactLister(repository, selection, _limits);
        var listed = await ListAsync(lister, either.Token, cancellationToken);
        var chosen = DownloadChoice.Of(listed, selection, _limits);

        Directory.CreateDirectory(targetFolder);
        var run = new DownloadRun(repository, _limits, Path.GetFullPath(targetFolder), chosen.Files, progress);
        await run.RunAsync(either.Token, cancellationToken);
        var skipped = run.Skipped.Where(file => !(lister.IsGuess && file.Reason is SkipReason.NotFound));
        return new DownloadResult
        {
            Files = [.. run.Files.OrderBy(file => file.ArtifactPath, StringComparer.Ordinal)],
            Skipped = [.. lister.Skipped.Concat(chosen.Skipped).Concat(skipped).OrderBy(file => file.ArtifactPath, StringComparer.Ordinal)],
            Listed = lister.IsGuess ? [] : listed,
            BytesTransferred = run.BytesTransferred,
        };
    }

    private async Task<IReadOnlyList<ArtifactInfo>> ListAsync(ArtifactLister lister, CancellationToken either, CancellationToken callers)
    {
        try
        {
            return await lister.ListAsync(either);
        }
        catch (OperationCanceledException exception) when (!callers.IsCancellationRequested)
        {
            throw new MlflowException(MlflowErrorCode.TimedOut, string.Create(CultureInfo.InvariantCulture, $"The artifacts were not listed within {_limits.Timeout.TotalSeconds:0.###} s."), "Try again, or allow more time.", isTransient: true, exception);
        }
    }
}
