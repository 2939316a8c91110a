using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Sums up what each remedy brought in the runs that carried a code, and which share of what was to be had, also in those of which it was named.</summary>
internal static class CasebookFit
{
    /// <summary>Gain from which an action is said to have helped, and loss from which it is said to have harmed (the corpus's own).</summary>
    private const double Counts = 0.02;

    /// <summary>Fewer runs than this say nothing.</summary>
    private const int MinRuns = 4;

    /// <summary>
    /// Share of the best gain below which an action that the vocabulary does not name is left out. It has to have brought as much where the code was the cause:
    /// else the plan would mend whatever faults the labelled runs happen to have beside it.
    /// </summary>
    private const double WorthTrying = 0.1;

    /// <summary>Remedies that mend the measuring, not the model: a score on clean data cannot tell what they bring.</summary>
    private static readonly HashSet<string> Unmeasurable = [Actions.FixSplit, Actions.FixEvaluation, Actions.EnlargeValidationSet, Actions.FixLogging];

    /// <summary>Every action that was tried, for every code that hurt runs or was named: what helps is not always what the vocabulary thinks of first, nor what is named always what hurts.</summary>
    /// <param name="runs">The labelled runs.</param>
    /// <param name="named">Codes that were named root causes of each, in the same order.</param>
    public static CasebookEntry[] Fit(IReadOnlyList<LabelledRun> runs, IReadOnlyList<IReadOnlySet<string>> named)
        => [.. from code in Vocabulary.All
               let carriers = runs.Where(r => r.Causing.Contains(code.Code, StringComparer.Ordinal)).ToArray()
               let namesakes = runs.Where((_, i) => named[i].Contains(code.Code)).ToArray()
               where Math.Max(carriers.Length, namesakes.Length) >= MinRuns
               from action in Vocabulary.AllActions.Keys.Order(StringComparer.Ordinal)
               where !Unmeasurable.Contains(action) && carriers.Concat(namesakes).Any(r => r.Remedies.GetValueOrDefault(action) != 0)
               let isUsual = code.Remedies.Contains(action, StringComparer.Ordinal)
               where isUsual || (carriers.Length >= MinRuns && MeanShare(action, carriers) >= WorthTrying)
               let entry = Entry(code.Code, action, carriers, namesakes)
               where isUsual || entry.Share >= WorthTrying
               select entry];

    private static CasebookEntry Entry(string code, string action, LabelledRun[] carriers, LabelledRun[] namesakes)
    {
        double[] gains = [.. (carriers.Length >= MinRuns ? carriers : namesakes).Select(r => r.Remedies.GetValueOrDefault(action)).Order()];
        LabelledRun[] weighed = [.. carriers.Concat(namesakes).Where(r => Best(r) >= LabelledRun.GainThatCounts)];
        return new CasebookEntry(
            code,
            action,
            gains.Length,
            gains.Count(g => g >= Counts),
            gains.Count(g => g < -Counts),
            Significant.Round(Quantile(gains, 0.25)),
            Significant.Round(Quantile(gains, 0.5)),
            Significant.Round(Quantile(gains, 0.75)),
            weighed.Length,
            Significant.Round(MeanShare(action, weighed)));
    }

    private static double MeanShare(string action, IEnumerable<LabelledRun> runs)
        => runs.Where(r => Best(r) >= LabelledRun.GainThatCounts).Select(r => Math.Max(-1, r.Remedies.GetValueOrDefault(action) / Best(r))).DefaultIfEmpty(0).Average();

    private static double Best(LabelledRun run) => run.Remedies.Values.DefaultIfEmpty(0).Max();

    /// <summary>Linear interpolation between order statistics (Hyndman and Fan's type 7).</summary>
    private static double Quantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
