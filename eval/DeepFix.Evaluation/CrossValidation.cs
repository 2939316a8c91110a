using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Evaluation;

/// <summary>Scores runs one data set at a time, with casebook, calibration and differential fitted on the other data sets only.</summary>
internal static class CrossValidation
{
    /// <summary>Scores each folder in each view.</summary>
    /// <param name="folders">Folders of labelled runs. What is fitted comes from the other data sets of all of them, whole logs as for the tables that ship.</param>
    /// <param name="views">How much of each scored log is seen; null for all of it.</param>
    /// <param name="predictions">Where results are written, one a run; null for nowhere.</param>
    /// <returns>View by view, the folders in their order.</returns>
    public static async Task<IReadOnlyList<(string? View, IReadOnlyList<FolderScore> Folders)>> RunAsync(string[] folders, IReadOnlyList<string?> views, string? predictions)
    {
        List<(string Folder, JudgedRun Run)> judged = [];
        foreach (string folder in folders) judged.AddRange(JudgedRun.All(LabelledRun.ReadAll(folder)).Select(r => (folder, r)));
        (string? View, IReadOnlyList<FolderScore> Folders)[] scores = [.. views.Select(v => (v, (IReadOnlyList<FolderScore>)[.. folders.Select(f => new FolderScore(NameOf(f)))]))];
        foreach (var fold in judged.GroupBy(r => r.Run.Run.DataSet, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            AnalysisPipeline pipeline = FittedOn([.. judged.Where(r => r.Run.Run.DataSet != fold.Key).Select(r => r.Run)]);
            foreach ((string folder, JudgedRun run) in fold)
            {
                foreach ((string? view, IReadOnlyList<FolderScore> scored) in scores)
                {
                    AnalysisResult result = await pipeline.RunAsync(view is null ? run.Artifacts : run.Run.Parse(view), new AnalysisOptions());
                    scored[Array.IndexOf(folders, folder)].Add(run.Run, Prediction.Of(result));
                    if (predictions is not null) await Write(result, Path.Combine(predictions, view ?? "", folders.Length > 1 ? NameOf(folder) : "", $"{run.Run.Name}.json"));
                }
            }
        }

        return scores;
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    public static AnalysisPipeline FittedOn(IReadOnlyList<JudgedRun> runs) => new(FittedTables.On(runs).Parameters);

    private static async Task Write(AnalysisResult result, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, System.Text.Json.JsonSerializer.Serialize(result, DeepFixJson.Default.AnalysisResult));
    }
}
