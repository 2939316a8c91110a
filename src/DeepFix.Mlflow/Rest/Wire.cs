using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Rest;

/// <summary>MLflow's JSON. Everything may be missing: empty lists, empty messages and unset fields are left out.</summary>
internal static class Wire
{
    internal sealed record RunAnswer(RunBody? Run);

    internal sealed record RunInfoAnswer(RunInfo? RunInfo);

    internal sealed record RunsAnswer(IReadOnlyList<RunBody>? Runs, string? NextPageToken);

    internal sealed record RunBody(RunInfo? Info, RunData? Data, RunInputs? Inputs);

    internal sealed record RunInfo(
        string? RunId, string? RunUuid, string? ExperimentId, string? RunName, string? UserId, string? Status, long? StartTime, long? EndTime, string? ArtifactUri, string? LifecycleStage);

    internal sealed record RunData(IReadOnlyList<Metric>? Metrics, IReadOnlyList<KeyAndValue>? Params, IReadOnlyList<KeyAndValue>? Tags);

    internal sealed record RunInputs(IReadOnlyList<DatasetInputBody>? DatasetInputs);

    internal sealed record DatasetInputBody(IReadOnlyList<KeyAndValue>? Tags, Dataset? Dataset);

    internal sealed record Dataset(string? Name, string? Digest, string? SourceType, string? Source, string? Schema, string? Profile);

    internal sealed record KeyAndValue(string? Key, string? Value);

    internal sealed record Metric(string? Key, double Value, long Timestamp, long Step);

    internal sealed record MetricsAnswer(IReadOnlyList<Metric>? Metrics, string? NextPageToken);

    internal sealed record ExperimentAnswer(ExperimentBody? Experiment);

    internal sealed record ExperimentsAnswer(IReadOnlyList<ExperimentBody>? Experiments, string? NextPageToken);

    internal sealed record ExperimentBody(
        string? ExperimentId, string? Name, string? ArtifactLocation, string? LifecycleStage, long? CreationTime, long? LastUpdateTime, IReadOnlyList<KeyAndValue>? Tags);

    internal sealed record CreatedExperiment(string? ExperimentId);

    internal sealed record ArtifactsAnswer(IReadOnlyList<ArtifactFile>? Files, string? NextPageToken);

    internal sealed record ArtifactFile(string? Path, bool IsDir, long? FileSize)
    {
        /// <summary>The entry, its path joined to that of the folder it was listed relative to. The size of an empty file is left out on the way, as an unknown one is.</summary>
        public ArtifactInfo ToInfo(string folder) => new(RelativePath.Join(folder, Path ?? ""), IsDir, IsDir ? null : FileSize);
    }

    internal sealed record ServerInfo(bool WorkspacesEnabled);

    internal sealed record Nothing;

    internal sealed record SearchRuns(IReadOnlyList<string> ExperimentIds, string? Filter, string RunViewType, int MaxResults, string? PageToken);

    internal sealed record SearchExperiments(int MaxResults, string ViewType, string? PageToken);

    internal sealed record CreateExperiment(string Name, string? ArtifactLocation);

    internal sealed record CreateRun(string ExperimentId, string? RunName, string? UserId, long StartTime, IReadOnlyList<KeyAndValue> Tags);

    internal sealed record UpdateRun(string RunId, string? Status, long? EndTime, string? RunName);

    internal sealed record LogMetric(string RunId, string Key, double Value, long Timestamp, long Step);

    internal sealed record RunKeyAndValue(string RunId, string Key, string? Value);

    internal sealed record LogBatch(string RunId, IReadOnlyList<Metric>? Metrics, IReadOnlyList<KeyAndValue>? Params, IReadOnlyList<KeyAndValue>? Tags);
}
