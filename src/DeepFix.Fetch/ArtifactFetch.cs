using DeepFix.Artifacts;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Fetch;

/// <summary>The contract's artifacts of a run, brought into a folder of this machine.</summary>
internal sealed record ArtifactFetch(IReadOnlyList<RunFile> Files, IReadOnlyList<string> Warnings)
{
    private static readonly ArtifactSelection Wanted = new() { Files = ContractPaths.Files };

    /// <summary>Whether a table of metrics is among them: if not, metrics are rebuilt from histories.</summary>
    public bool HasMetrics => Files.Any(f => f.Path is "training_artifacts/metrics.csv" or "metrics.csv");

    public static async Task<ArtifactFetch> RunAsync(MlflowClient client, Run run, string folder, FetchLimits limits, CancellationToken cancellationToken)
    {
        List<string> warnings = [];
        try
        {
            IArtifactRepository repository = client.ArtifactsOf(run, warnings.Add);
            var downloader = new ArtifactDownloader(repository, new DownloadLimits
            {
                MaxFileBytes = limits.MaxFileBytes,
                MaxFiles = limits.MaxFiles,
                MaxTotalBytes = limits.MaxTotalBytes,
                MaxConcurrency = limits.MaxConcurrency,
                Timeout = limits.Timeout,
            });
            DownloadResult result = await downloader.DownloadAsync(Wanted, folder, null, cancellationToken);
            RequireWhole(result, client.TrackingUri);
            warnings.AddRange(result.Skipped.Select(s => s.Message));
            return new ArtifactFetch([.. result.Files.Select(f => new RunFile(f.ArtifactPath, f.Size, () => File.OpenRead(f.LocalPath)))], warnings);
        }
        catch (MlflowException failure) when (failure.Code is MlflowErrorCode.UnsupportedUri or MlflowErrorCode.HostNotAllowed or MlflowErrorCode.PermissionDenied or MlflowErrorCode.NotSupported or MlflowErrorCode.StoreUnreadable)
        {
            // Metrics and parameters are still to be had from the tracking store: the artifacts' absence is said, not fatal.
            return new ArtifactFetch([], [.. warnings, $"The run's artifacts could not be read: {failure.Message} {failure.Remedy}"]);
        }
    }

    /// <summary>A file that is there and did not arrive is no missing artifact: a verdict without it would be a guess.</summary>
    private static void RequireWhole(DownloadResult result, string trackingUri)
    {
        if (result.Skipped.FirstOrDefault(s => s.Reason is SkipReason.Refused or SkipReason.SizeMismatch or SkipReason.TimedOut) is not { } lost) return;
        throw lost.Reason == SkipReason.TimedOut
            ? new MlflowException(MlflowErrorCode.TimedOut, lost.Message, "Try again, or allow more time.", isTransient: true)
            : new MlflowException(MlflowErrorCode.ServerError, $"{lost.ArtifactPath} could not be read whole from {trackingUri}: {lost.Message}", "Try again; if it stays so, look at the log of the MLflow server.", isTransient: true);
    }
}
