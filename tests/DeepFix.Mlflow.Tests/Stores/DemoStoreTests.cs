using System.Globalization;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Stores;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Stores;

public sealed class DemoStoreTests(RecordedStores stores) : IClassFixture<RecordedStores>
{
    private static readonly string Demo = RepositoryFiles.PathOf("samples", "demo", "mlflow.db");

    [Fact]
    public async Task Every_run_of_the_demo_has_the_params_and_final_metrics_that_MLflow_reads()
    {
        await using var store = new SqliteTrackingStore(Demo, new MlflowOptions());
        await Equal(store, "lightning.manifest-sqlite.yaml");
    }

    [Fact]
    public async Task The_same_trainings_are_read_from_the_mlruns_folder_they_were_logged_to()
    {
        await using var store = new FileTrackingStore(Path.Combine(stores.FolderOf("lightning"), "mlruns"), new MlflowOptions());
        await Equal(store, "lightning.manifest-filestore.yaml");
    }

    [Fact]
    public async Task Artifacts_of_the_demo_are_found_beside_the_database_and_it_is_said()
    {
        await using var store = new SqliteTrackingStore(Demo, new MlflowOptions());
        foreach (var row in Manifest("lightning.manifest-sqlite.yaml"))
        {
            var run = await store.GetRunAsync(row.RunId, TestContext.Current.CancellationToken);
            var (folder, notice) = LocalArtifacts.Locate(run, Demo);
            folder.ShouldBe(RepositoryFiles.PathOf("samples", "demo", "mlartifacts", row.RunId, "artifacts"));
            var entries = await new LocalArtifactRepository(folder).ListAsync("", TestContext.Current.CancellationToken);
            entries.Select(entry => entry.Path).ShouldBe(row.HasArtifacts ? ["dataset", "training_artifacts"] : []);
            if (row.HasArtifacts)
                notice.ShouldBe($"The artifacts of run '{row.RunId}' were recorded at /mlflow/lightning/mlartifacts/{row.RunId}/artifacts, which is not on this machine; they were read from {folder}, beside the store.");
            else
                notice.ShouldBeNull();
        }
    }

    [Fact]
    public void The_table_of_the_demo_says_what_was_put_in()
    {
        var readme = File.ReadAllText(RepositoryFiles.PathOf("samples", "demo", "README.md"));
        foreach (var row in Manifest("lightning.manifest-sqlite.yaml"))
            readme.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {row.PutIn} | {row.Epochs} | {(row.HasArtifacts ? "yes" : "no")} | {row.RunId} |"), Case.Sensitive);
    }

    private static async Task Equal(ITrackingStore store, string manifest)
    {
        foreach (var row in Manifest(manifest))
        {
            var run = await store.GetRunAsync(row.RunId, TestContext.Current.CancellationToken);
            run.Name.ShouldBe(row.Name);
            run.Params.ShouldBe(row.Params, ignoreOrder: true);
            run.Metrics.ToDictionary(m => m.Key, m => m.Value.Value, StringComparer.Ordinal).ShouldBe(row.Final, ignoreOrder: true);
            var epochs = await store.GetMetricHistoryAsync(row.RunId, "val_loss", TestContext.Current.CancellationToken);
            epochs.Count.ShouldBe(row.Epochs);
        }
    }

    private static IEnumerable<Training> Manifest(string name)
    {
        var root = YamlNodes.LoadList(RepositoryFiles.PathOf("tests", "mlflow", "stores", name));
        root.Count.ShouldBe(10);
        return root.Select(node => new Training(
            node.Text("name")!, node.Text("run_id")!, node.Text("injected")!, node.IsTrue("contract_artifacts"), (int)node.Integer("epochs")!, node.Texts("params"),
            node.Entries("final").ToDictionary(entry => entry.Key, entry => YamlNodes.Number(entry.Value), StringComparer.Ordinal)));
    }

    private sealed record Training(string Name, string RunId, string PutIn, bool HasArtifacts, int Epochs, Dictionary<string, string> Params, Dictionary<string, double> Final);
}
