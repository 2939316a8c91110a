using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Comparison;

namespace DeepFix.Evaluation.Comparisons;

/// <summary>
/// Holds labelled runs with a cause against healthy ones of the same data set: pairs, and each run among all healthy ones. Counts whether the first explanation is the setting that the cause lies in.
/// Healthy runs are held against each other, too: there nothing should be found. Tables are fitted with the data set left out.
/// </summary>
internal static class ComparisonReport
{
    private const int MostPairs = 3;
    private const int MostHealthy = 12;

    public static async Task<int> WriteAsync(string[] folders, TextWriter output)
    {
        var pairs = new ComparisonCount();
        var groups = new ComparisonCount();
        int quiet = 0, healthyPairs = 0;
        var causes = new SortedDictionary<string, ComparisonCount>(StringComparer.Ordinal);
        IReadOnlyList<JudgedRun> all = JudgedRun.All(folders.SelectMany(LabelledRun.ReadAll));
        foreach (IGrouping<string, JudgedRun> fold in all.GroupBy(r => r.Run.DataSet, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            AnalysisPipeline pipeline = CrossValidation.FittedOn([.. all.Where(r => r.Run.DataSet != fold.Key)]);
            List<(LabelledRun Run, RunToCompare Compared)> runs = [];
            foreach (JudgedRun run in fold) runs.Add((run.Run, await ReducedAsync(pipeline, run)));
            (LabelledRun Run, RunToCompare Compared)[] healthy = [.. runs.Where(r => r.Run.Causes.Count == 0 && !r.Run.IsDecoy)];
            foreach ((LabelledRun run, RunToCompare compared) in runs.Where(r => ReasonOfCause.Of(r.Run).Count > 0 && healthy.Length > 0))
            {
                HashSet<string> reasons = ReasonOfCause.Of(run);
                foreach (int k in Enumerable.Range(0, Math.Min(MostPairs, healthy.Length)))
                {
                    RunToCompare other = healthy[(run.Name.Sum(c => c) + (k * 7)) % healthy.Length].Compared;
                    ComparisonResult result = RunComparison.Compare([other, compared], other.RunId);
                    pairs.Add(result, compared.RunId, reasons);
                    foreach (string cause in run.Causes) CountOf(causes, cause).Add(result, compared.RunId, reasons);
                }

                if (healthy.Length >= 3) groups.Add(RunComparison.Compare([.. healthy.Take(MostHealthy).Select(h => h.Compared), compared]), compared.RunId, reasons);
            }

            for (int i = 0; i + 1 < healthy.Length; i++)
            {
                healthyPairs++;
                if (RunComparison.Compare([healthy[i].Compared, healthy[i + 1].Compared], healthy[i].Compared.RunId).Explanations.Count == 0) quiet++;
            }
        }

        await output.WriteLineAsync("| comparison | asked | worse | visible | first | first three | at random | confidence | right | ece |\n|---|---|---|---|---|---|---|---|---|---|");
        await output.WriteLineAsync(pairs.Row("pairs"));
        await output.WriteLineAsync(groups.Row("groups"));
        foreach ((string cause, ComparisonCount count) in causes) await output.WriteLineAsync(count.Row(cause));
        await output.WriteLineAsync(FormattableString.Invariant($"healthy pairs without a difference to explain: {quiet} of {healthyPairs}"));
        return 0;
    }

    private static ComparisonCount CountOf(SortedDictionary<string, ComparisonCount> causes, string cause)
        => causes.TryGetValue(cause, out ComparisonCount? count) ? count : causes[cause] = new ComparisonCount();

    private static async Task<RunToCompare> ReducedAsync(AnalysisPipeline pipeline, JudgedRun run)
        => RunToCompare.Of(new RunRecord { RunId = run.Run.Name }, run.Artifacts, await pipeline.RunAsync(run.Artifacts, new AnalysisOptions()));
}
