using System.Collections.Concurrent;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>What MLflow's own client read from a recorded store.</summary>
internal sealed record StoreManifest(IReadOnlyList<Experiment> Experiments, IReadOnlyList<ExpectedRun> Runs, IReadOnlyDictionary<string, int> RunsBySearch)
{
    private static readonly ConcurrentDictionary<string, StoreManifest> Loaded = new(StringComparer.Ordinal);

    public static StoreManifest Of(string store) => Loaded.GetOrAdd(store, Load);

    public ExpectedRun Run(string runId) => Runs.Single(run => run.Run.RunId == runId);

    public ExpectedRun ByRole(string role) => Runs.Single(run => run.Role == role);

    private static StoreManifest Load(string store)
    {
        var root = YamlNodes.Load(RepositoryFiles.PathOf("tests", "mlflow", "stores", store + ".MANIFEST.yaml"));
        return new StoreManifest(
            [.. root.Items("experiments").Select(Experiment)],
            [.. root.Items("runs").Select(ExpectedRun.From)],
            root.Items("experiments").ToDictionary(node => node.Text("experiment_id")!, node => (int)node.Integer("runs_by_client_search")!, StringComparer.Ordinal));
    }

    private static Experiment Experiment(YamlNode node) => new()
    {
        ExperimentId = node.Text("experiment_id")!,
        Name = node.Text("name")!,
        ArtifactLocation = node.Text("artifact_location")!,
        LifecycleStage = node.Text("lifecycle_stage") is "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active,
        CreationTime = DateTimeOffset.FromUnixTimeMilliseconds(node.Integer("creation_time")!.Value),
        LastUpdateTime = DateTimeOffset.FromUnixTimeMilliseconds(node.Integer("last_update_time")!.Value),
        Tags = node.Texts("tags"),
    };
}
