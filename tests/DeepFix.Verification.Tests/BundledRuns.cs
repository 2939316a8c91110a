using System.Formats.Tar;
using System.IO.Compression;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Fetch;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Verification.Tests;

/// <summary>All runs that come with the source: folders, deepchecks' samples, the demo's store, and a store of ten Lightning trainings read from its artifacts and from its histories.</summary>
public sealed class BundledRuns : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-verification-").FullName;
    private readonly List<FetchedRun> _fetched = [];

    /// <summary>The runs with a name for messages, and what the engine says of each.</summary>
    public IReadOnlyList<(string Name, RunRecord Record, AnalysisResult Result)> All { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        List<(string, RunRecord)> all = [];
        foreach (string folder in Folders("tests", "runs").Concat(Folders("tests", "deepchecks")))
            all.Add((Path.GetFileName(folder), await Fetch(new FolderRunSource(folder, new FetchLimits()))));
        all.AddRange(await InStore("demo", RepositoryFiles.PathOf("samples", "demo", "mlflow.db")));
        using (var packed = new GZipStream(File.OpenRead(RepositoryFiles.PathOf("tests", "mlflow", "stores", "lightning.tar.gz")), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(packed, _folder, overwriteFiles: true);
        string database = Directory.EnumerateFiles(_folder, "mlflow.db", SearchOption.AllDirectories).Single();
        foreach (string artifacts in Directory.EnumerateDirectories(_folder, "artifacts", SearchOption.AllDirectories)) Directory.Delete(artifacts, recursive: true);
        all.AddRange(await InStore("histories", database));
        foreach ((string name, RunRecord record) in all) All = [.. All, (name, record, await Measured.Result(record))];
    }

    public ValueTask DisposeAsync()
    {
        foreach (FetchedRun run in _fetched) run.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> Folders(params string[] path) => Directory.EnumerateDirectories(RepositoryFiles.PathOf(path)).Order(StringComparer.Ordinal);

    private async Task<List<(string, RunRecord)>> InStore(string name, string database)
    {
        string uri = $"sqlite:///{database}";
        List<(string, RunRecord)> runs = [];
        await using MlflowClient client = MlflowClient.Open(uri);
        await foreach (Experiment experiment in client.Store.SearchExperimentsAsync(TestContext.Current.CancellationToken))
        {
            await foreach (Run run in client.Store.SearchRunsAsync(new RunSearch { ExperimentIds = [experiment.ExperimentId] }, TestContext.Current.CancellationToken))
                runs.Add(($"{name}/{run.Name}", await Fetch(new MlflowRunSource(uri, run.RunId))));
        }

        return runs;
    }

    private async Task<RunRecord> Fetch(RunSource source)
    {
        FetchedRun run = await source.FetchAsync(TimeSpan.FromMinutes(1), progress: null, TestContext.Current.CancellationToken);
        _fetched.Add(run);
        return run.Record;
    }
}
