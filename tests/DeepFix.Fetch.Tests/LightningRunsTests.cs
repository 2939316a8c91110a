using System.Formats.Tar;
using System.IO.Compression;
using DeepFix.Api;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Fetch.Tests;

/// <summary>Ten real Lightning trainings: what was put in comes out, and nothing where nothing was put in.</summary>
public sealed class LightningRunsTests : IDisposable
{
    /// <summary>What may come first, by the run's name: the fault, or what it does to the record where the data themselves were not logged.</summary>
    private static readonly Dictionary<string, string[]> Fitting = new(StringComparer.Ordinal)
    {
        ["digits-lr-0.5"] = [Codes.LearningRateTooHigh, Codes.NanLoss, Codes.Divergence],
        ["digits-tiny-data"] = [Codes.Overfitting, Codes.SmallDataset],
        ["digits-2-units"] = [Codes.Underfitting],
        ["digits-lr-1e-6"] = [Codes.LearningRateTooLow],
        ["blobs-noisy-labels"] = [Codes.LabelNoise, Codes.Overfitting],
        ["blobs-imbalanced"] = [Codes.ClassImbalance],
        ["cancer-raw-inputs"] = [Codes.UnnormalizedInputs],
        ["wine-leak"] = [Codes.SplitLeakage],
    };

    /// <summary>Faults of the data that metrics alone do not show: without the artifacts there is nothing to find.</summary>
    private static readonly string[] SeenInArtifactsOnly = ["blobs-imbalanced", "wine-leak"];

    /// <summary>Without the number of classes a rate that is far too low shows as what it does: nothing is learnt, and the first remedy is a higher rate.</summary>
    private static readonly Dictionary<string, string> SeenAsSymptom = new(StringComparer.Ordinal) { ["digits-lr-1e-6"] = Codes.NoLearning };

    private static readonly string[] NothingPutIn = ["digits-baseline", "friedman-healthy"];

    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-lightning-").FullName;

    public LightningRunsTests()
    {
        using var packed = new GZipStream(File.OpenRead(RepositoryFiles.PathOf("tests", "mlflow", "stores", "lightning.tar.gz")), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(packed, _folder, overwriteFiles: true);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("files")]
    public async Task Every_run_as_it_was_logged_comes_to_a_fitting_first_finding(string store)
    {
        var results = await AnalyzeAll(store);
        foreach ((string name, string[] fitting) in Fitting) First(results[name]).ShouldBeOneOf(fitting, $"{name}: {results[name].Summary}");
        foreach (string name in NothingPutIn) Grave(results[name]).ShouldBeEmpty($"{name}: {results[name].Summary}");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("files")]
    public async Task Without_the_contracts_artifacts_the_histories_tell_the_same(string store)
    {
        foreach (string artifacts in Directory.EnumerateDirectories(_folder, "artifacts", SearchOption.AllDirectories)) Directory.Delete(artifacts, recursive: true);
        var results = await AnalyzeAll(store);
        foreach ((string name, string[] fitting) in Fitting.Where(f => !SeenInArtifactsOnly.Contains(f.Key)))
        {
            string[] allowed = SeenAsSymptom.TryGetValue(name, out string? symptom) ? [.. fitting, symptom] : fitting;
            First(results[name]).ShouldBeOneOf(allowed, $"{name}: {results[name].Summary}");
        }

        PlannedAction raised = results["digits-lr-1e-6"].ActionPlan[0];
        raised.ActionCode.ShouldBe(Actions.IncreaseLearningRate);
        raised.Parameters["learning_rate"]!.GetValue<double>().ShouldBe(0.001);
        foreach (string name in NothingPutIn) Grave(results[name]).ShouldBeEmpty($"{name}: {results[name].Summary}");
        foreach (AnalysisResult result in results.Values)
        {
            result.Warnings.ShouldContain(w => w.Contains("rebuilt"));
            result.Warnings.ShouldContain("Deepchecks artifacts not found - skipping data quality analysis");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Dictionary<string, AnalysisResult>> AnalyzeAll(string store)
    {
        string uri = store == "sqlite" ? $"sqlite:///{Directory.EnumerateFiles(_folder, "mlflow.db", SearchOption.AllDirectories).Single()}" : Directory.EnumerateDirectories(_folder, "mlruns", SearchOption.AllDirectories).Single();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using MlflowClient client = MlflowClient.Open(uri);
        Dictionary<string, AnalysisResult> results = new(StringComparer.Ordinal);
        await foreach (Experiment experiment in client.Store.SearchExperimentsAsync(cancellation))
        {
            await foreach (Run run in client.Store.SearchRunsAsync(new RunSearch { ExperimentIds = [experiment.ExperimentId] }, cancellation))
                results[run.Name!] = await RunAnalysis.Default.AnalyzeAsync(new MlflowRunSource(uri, run.RunId), new AnalysisOptions(), cancellationToken: cancellation);
        }

        results.Count.ShouldBe(10);
        return results;
    }

    private static string First(AnalysisResult result) => result.RootCauses is [var cause, ..] ? cause.Code : "nothing";

    private static IEnumerable<string> Grave(AnalysisResult result) => result.Findings.Where(f => f.Severity >= Severity.Medium).Select(f => f.Code);
}
