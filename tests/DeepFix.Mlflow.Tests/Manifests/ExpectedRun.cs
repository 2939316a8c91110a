using YamlDotNet.RepresentationModel;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>A run as MLflow's own client read it. Its infinities are as the manifest has them: ±1.797e308 from SQL.</summary>
internal sealed record ExpectedRun(string Role, Run Run, IReadOnlyDictionary<string, ExpectedMetric> Metrics, IReadOnlyList<ExpectedArtifact> Artifacts)
{
    public static ExpectedRun From(YamlNode node)
    {
        var metrics = node.Entries("metrics").ToDictionary(entry => entry.Key, entry => ExpectedMetric.From(entry.Value), StringComparer.Ordinal);
        var run = new Run
        {
            RunId = node.Text("run_id")!,
            ExperimentId = node.Text("experiment_id")!,
            Name = node.Text("run_name"),
            Status = Enum.Parse<MlflowRunStatus>(node.Text("status")!, ignoreCase: true),
            UserId = node.Text("user_id"),
            StartTime = Time(node.Integer("start_time")),
            EndTime = Time(node.Integer("end_time")),
            ArtifactUri = node.Text("artifact_uri")!,
            LifecycleStage = node.Text("lifecycle_stage") is "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active,
            Params = node.Texts("params"),
            Tags = node.Texts("tags"),
            Metrics = metrics.ToDictionary(entry => entry.Key, entry => entry.Value.Latest, StringComparer.Ordinal),
            DatasetInputs = [.. node.Items("dataset_inputs").Select(Dataset)],
        };
        return new ExpectedRun(node.Text("role")!, run, metrics, [.. node.Items("artifacts").Select(ExpectedArtifact.From)]);
    }

    private static DatasetInput Dataset(YamlNode node) => new(
        node.Text("name")!, node.Text("digest")!, node.Text("source_type"), node.Text("source"), node.Text("schema"), node.Text("profile"), node.Texts("tags"));

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
