using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Sums up what each remedy brought in the runs that carried a code: as a cause where it is one, and for symptoms also where the record shows them.</summary>
internal static class CasebookFit
{
    /// <summary>Gain from which an action is said to have helped, and loss from which it is said to have harmed (the corpus's own).</summary>
    private const double Counts = 0.02;

    /// <summary>Fewer runs than this say nothing.</summary>
    private const int MinRuns = 4;

    /// <summary>Share of the best gain below which an action that the vocabulary does not name is left out.</summary>
    private const double WorthTrying = 0.15;

    /// <summary>Remedies that mend the measuring, not the model: a score on clean data cannot tell what they bring.</summary>
    private static readonly HashSet<string> Unmeasurable = [Actions.FixSplit, Actions.FixEvaluation, Actions.EnlargeValidationSet, Actions.FixLogging];

    /// <summary>Every action that was tried in the runs, for every code that hurt them: what helps is not always what the vocabulary thinks of first.</summary>
    public static CasebookEntry[] Fit(IReadOnlyList<LabelledRun> runs)
        => [.. from code in Vocabulary.All
               let carriers = runs.Where(r => r.Causing.Contains(code.Code, StringComparer.Ordinal)).ToArray()
               where carriers.Length >= MinRuns
               from action in Vocabulary.AllActions.Keys.Order(StringComparer.Ordinal)
               where !Unmeasurable.Contains(action) && carriers.Any(r => r.Remedies.GetValueOrDefault(action) != 0)
               let entry = Entry(code.Code, action, carriers)
               where entry.Share >= WorthTrying || code.Remedies.Contains(action, StringComparer.Ordinal)
               select entry];

    private static CasebookEntry Entry(string code, string action, LabelledRun[] runs)
    {
        double[] gains = [.. runs.Select(r => r.Remedies.GetValueOrDefault(action)).Order()];
        double[] shares = [.. runs.Select(r => (Gain: r.Remedies.GetValueOrDefault(action), Best: r.Remedies.Values.DefaultIfEmpty(0).Max()))
            .Where(g => g.Best >= LabelledRun.GainThatCounts).Select(g => Math.Max(-1, g.Gain / g.Best))];
        return new CasebookEntry(
            code,
            action,
            gains.Length,
            gains.Count(g => g >= Counts),
            gains.Count(g => g < -Counts),
            Significant.Round(Quantile(gains, 0.25)),
            Significant.Round(Quantile(gains, 0.5)),
            Significant.Round(Quantile(gains, 0.75)),
            Significant.Round(shares.DefaultIfEmpty(0).Average()));
    }

    /// <summary>Linear interpolation between order statistics (Hyndman and Fan's type 7).</summary>
    private static double Quantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
