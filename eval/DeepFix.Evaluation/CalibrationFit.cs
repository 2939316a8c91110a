using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Evaluation;

/// <summary>Counts, by code, how many findings of the uncalibrated engine are right on labelled runs.</summary>
internal static class CalibrationFit
{
    public static async Task<CalibrationEntry[]> FitAsync(IReadOnlyList<(LabelledRun Run, RunArtifacts Artifacts)> runs)
    {
        var pipeline = new AnalysisPipeline(EngineParameters.Default with { Calibration = Calibration.None });
        SortedDictionary<string, (int Findings, int Right)> counts = new(StringComparer.Ordinal);
        foreach ((LabelledRun run, RunArtifacts artifacts) in runs)
        {
            AnalysisResult result = await pipeline.RunAsync(artifacts, new AnalysisOptions());
            // Facts of the data (a constant feature, an outlier) are not labelled in training runs: their absence from the labels says nothing.
            foreach (Finding finding in result.Findings.Where(f => f.Kind != FindingKind.Data))
            {
                (int findings, int right) = counts.GetValueOrDefault(finding.Code);
                counts[finding.Code] = (findings + 1, right + (run.Right.Contains(finding.Code, StringComparer.Ordinal) ? 1 : 0));
            }
        }

        return [.. counts.Select(c => new CalibrationEntry(c.Key, c.Value.Findings, c.Value.Right))];
    }
}
