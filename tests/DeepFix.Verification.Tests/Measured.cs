using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Verification.Tests;

/// <summary>What the engine says of a run.</summary>
internal static class Measured
{
    /// <summary>The result as it goes over the wire and back.</summary>
    public static async Task<AnalysisResult> Result(RunRecord record)
    {
        AnalysisResult result = await AnalysisPipeline.Default.RunAsync(ArtifactParser.Parse(record), new AnalysisOptions());
        return System.Text.Json.JsonSerializer.Deserialize(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(result, DeepFixJson.Default.AnalysisResult), DeepFixJson.Default.AnalysisResult)!;
    }

    /// <summary>Everything that every detector measured, whatever its verdict.</summary>
    public static IReadOnlyList<Evidence> Evidence(RunRecord record)
    {
        RunArtifacts run = ArtifactParser.Parse(record);
        return
        [
            .. Of(DetectorCatalog.Training, run.Training), .. Of(DetectorCatalog.Dataset, run.Dataset),
            .. Of(DetectorCatalog.Deepchecks, run.Deepchecks), .. Of(DetectorCatalog.CrossArtifact, run),
        ];
    }

    private static IEnumerable<Evidence> Of<TArtifacts>(IReadOnlyList<Detector<TArtifacts>> detectors, TArtifacts? artifacts)
        where TArtifacts : class
        => artifacts is null ? [] : detectors.SelectMany(d => d.Detect(artifacts, TestContext.Current.CancellationToken) switch
        {
            Detection.Found found => found.Findings.SelectMany(f => f.EvidenceItems),
            Detection.Clean clean => clean.Measured,
            _ => [],
        });
}
