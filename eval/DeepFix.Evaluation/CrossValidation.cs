using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Evaluation;

/// <summary>Scores runs one data set at a time, with casebook and calibration fitted on the other data sets only.</summary>
internal static class CrossValidation
{
    /// <summary>The pooled score, and the score of each data set.</summary>
    public static async Task<(CorpusScore Pooled, IReadOnlyDictionary<string, CorpusScore> PerDataSet)> RunAsync(IReadOnlyList<LabelledRun> runs, string? view, string? predictions)
    {
        List<(LabelledRun Run, RunArtifacts Artifacts)> parsed = [];
        foreach (LabelledRun run in runs) parsed.Add((run, run.Parse(view)));
        var pooled = new CorpusScore();
        SortedDictionary<string, CorpusScore> perDataSet = new(StringComparer.Ordinal);
        foreach (var fold in parsed.GroupBy(r => r.Run.DataSet, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            (LabelledRun Run, RunArtifacts Artifacts)[] others = [.. parsed.Where(r => r.Run.DataSet != fold.Key)];
            var pipeline = new AnalysisPipeline(EngineParameters.Default with
            {
                Casebook = new Casebook(CasebookFit.Fit([.. others.Select(o => o.Run)])),
                Calibration = new Calibration(await CalibrationFit.FitAsync(others)),
            });
            CorpusScore own = perDataSet[fold.Key] = new CorpusScore();
            foreach ((LabelledRun run, RunArtifacts artifacts) in fold)
            {
                AnalysisResult result = await pipeline.RunAsync(artifacts, new AnalysisOptions());
                Prediction prediction = Prediction.Of(result);
                own.Add(run, prediction);
                pooled.Add(run, prediction);
                if (predictions is not null) await Write(result, Path.Combine(predictions, $"{run.Name}.json"));
            }
        }

        return (pooled, perDataSet);
    }

    private static async Task Write(AnalysisResult result, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, System.Text.Json.JsonSerializer.Serialize(result, DeepFixJson.Default.AnalysisResult));
    }
}
