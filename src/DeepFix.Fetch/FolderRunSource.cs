using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Foreign;
using DeepFix.Fetch.Foreign;

namespace DeepFix.Fetch;

/// <summary>A run's folder on this machine: the contract's layout, the legacy one, or what a framework left (Lightning, Hugging Face, Ultralytics, TensorBoard, …). No MLflow is needed.</summary>
/// <param name="folder">The folder.</param>
/// <param name="limits">What may be read.</param>
/// <param name="map">Columns by metric of the contract, where the caller corrects what a framework's log is taken for.</param>
public sealed class FolderRunSource(string folder, FetchLimits limits, IReadOnlyDictionary<string, string>? map = null) : RunSource
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

        return Task.FromResult(IsForeign(cancellationToken) && RunFolder.Find(folder, cancellationToken) is { } found ? Foreign(found.Source, found.Choice, cancellationToken) : OfContract());
    }

    // A metrics.csv at the root with nothing of the contract beside it may be Lightning's.
    private bool IsForeign(CancellationToken cancellationToken)
    {
        string[] present = [.. ContractPaths.Files.Where(p => File.Exists(Path.Combine(folder, p)))];
        if (present is not ([] or ["metrics.csv"])) return false;
        if (map is { Count: > 0 } || present.Length == 0 || File.Exists(Path.Combine(folder, "hparams.yaml"))) return true;
        return !ForeignReader.IsContract(LogFiles.Open(new FileInfo(Path.Combine(folder, "metrics.csv")), "metrics.csv"), cancellationToken);
    }

    private FetchedRun Foreign(ForeignSource source, string? choice, CancellationToken cancellationToken)
    {
        FetchedRun read = LogFiles.Read(source, RunId, map, limits, cancellationToken);
        return choice is null ? read : new FetchedRun(read.Record with { Warnings = [choice, .. read.Record.Warnings] }, temporaryFolder: null);
    }

    private FetchedRun OfContract()
    {
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

        return new FetchedRun(new RunRecord { RunId = RunId, Files = files, Warnings = warnings }, temporaryFolder: null);
    }
}
