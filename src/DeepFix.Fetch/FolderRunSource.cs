using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Fetch;

/// <summary>A run's artifact folder on this machine: the contract's layout or the legacy one. No MLflow is needed.</summary>
/// <param name="folder">The folder.</param>
/// <param name="limits">What may be read.</param>
public sealed class FolderRunSource(string folder, FetchLimits limits) : RunSource
{
    /// <inheritdoc/>
    public override string Where => folder;

    /// <inheritdoc/>
    public override string RunId => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <inheritdoc/>
    public override Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Directory.Exists(folder))
        {
            throw new DeepFixException(ErrorCode.RunNotFound, $"There is no folder '{folder}'.", "Give the folder that holds training_artifacts/metrics.csv, or a run id with --tracking-uri.", new JsonObject { ["run_id"] = RunId });
        }

        List<string> warnings = [];
        List<RunFile> files = [];
        foreach (string path in ContractPaths.Files)
        {
            var file = new FileInfo(Path.Combine(folder, path));
            if (!file.Exists) continue;
            if (file.Length > limits.MaxFileBytes)
                warnings.Add($"{path} is larger than {Significant.Text(limits.MaxFileBytes >> 20)} MB and was not read. Log fewer rows, or raise the limit.");
            else
                files.Add(new RunFile(path, file.Length, file.OpenRead));
        }

        var record = new RunRecord { RunId = RunId, Files = files, Warnings = warnings };
        return Task.FromResult(new FetchedRun(record, temporaryFolder: null));
    }
}
