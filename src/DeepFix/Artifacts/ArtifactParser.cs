using DeepFix.Api;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts;

/// <summary>Turns what was fetched of a run into typed artifacts. What is wrong with a file becomes a fault and a warning; nothing but cancellation is thrown.</summary>
public static class ArtifactParser
{
    /// <summary>Parses a run.</summary>
    /// <param name="record">What was fetched.</param>
    /// <param name="context">What the caller knows about the run; wins over what the artifacts declare.</param>
    /// <param name="cancellationToken">Observed at least every 10,000 rows.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RunArtifacts Parse(RunRecord record, AnalysisContext? context = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        var log = new ReadLog(cancellationToken);
        var files = new RunFiles(record.Files);
        DatasetArtifacts? dataset = DatasetReader.Read(files, log);
        DeepchecksArtifacts? deepchecks = DeepchecksReader.Read(files, log);
        var training = new TrainingReader(record, files, log);
        TrainingArtifacts? read = training.Read(context, dataset);
        if (dataset is not null && context?.DatasetName is { } name) dataset = dataset with { DatasetName = name };
        return new RunArtifacts
        {
            RunId = record.RunId,
            Name = record.Name,
            Status = record.Status,
            Training = read,
            Dataset = dataset is null ? null : dataset with { Faults = FaultsIn(log, "dataset/") },
            Deepchecks = deepchecks is null ? null : deepchecks with { Dataset = dataset, Faults = FaultsIn(log, "deepchecks/") },
            Warnings = [.. record.Warnings, .. RunState.Warnings(record, read is not null), .. log.Warnings, .. log.Faults.Select(f => f.ToString())],
            Earlier = record.Earlier,
            ChildRunIds = record.ChildRunIds,
            AnalyzedPaths = log.Paths,
            Digest = log.Digest([.. training.UsedOfStore(), .. record.Earlier?.Digests() ?? []]),
        };
    }

    private static IReadOnlyList<RecordFault> FaultsIn(ReadLog log, string folder)
        => [.. log.Faults.Where(f => f.File.StartsWith(folder, StringComparison.Ordinal))];
}
