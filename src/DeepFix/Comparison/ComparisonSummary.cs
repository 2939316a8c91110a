using DeepFix.Api;

namespace DeepFix.Comparison;

/// <summary>A comparison in a sentence or two.</summary>
internal static class ComparisonSummary
{
    private const double Likely = 0.5;

    private static readonly (RunVerdict Verdict, string Words)[] Counts = [(RunVerdict.Better, "better"), (RunVerdict.AsGood, "as good"), (RunVerdict.Worse, "worse"), (RunVerdict.NotComparable, "not comparable")];

    public static string Of(IReadOnlyList<ComparedRun> runs, IReadOnlyList<Change> changed, IReadOnlyList<Explanation> explanations, Standing? reference)
    {
        if (reference is null) return "The runs could not be held against each other.";
        string name = reference.Run.Name ?? reference.Run.RunId;
        string against = runs.Count == 2 ? $"{Other(runs)} is {Word(runs.First(r => r.Verdict != RunVerdict.Reference).Verdict)} {name}." : $"Held against {name}: {string.Join(", ", Counted(runs))}.";
        if (!runs.Any(r => r.Verdict is RunVerdict.Better or RunVerdict.Worse)) return $"{against} What differs lies within the noise between runs of the same settings.";
        if (changed.Count == 0) return $"{against} Nothing that was logged differs between the runs.";
        if (explanations is not [var first, ..]) return $"{against} None of the {Significant.Text(changed.Count)} changes explains it.";
        string together = first.ConfoundedWith.Count > 0 ? $"; it always moved together with {string.Join(", ", first.ConfoundedWith.Take(4))}{(first.ConfoundedWith.Count > 4 ? " and others" : "")}, so these runs alone cannot tell them apart" : "";
        return $"{against} {(first.Confidence >= Likely ? "Most likely because of" : "Perhaps because of")} {first.Change} ({first.From ?? "not declared"} → {first.To ?? "not declared"}, confidence {Significant.Text(first.Confidence, 2)}){together}.";
    }

    private static string Other(IReadOnlyList<ComparedRun> runs) => runs.First(r => r.Verdict != RunVerdict.Reference) is var other ? other.Name ?? other.RunId : "";

    private static string Word(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Better => "better than",
        RunVerdict.Worse => "worse than",
        RunVerdict.AsGood => "as good as",
        _ => "not comparable with",
    };

    private static IEnumerable<string> Counted(IReadOnlyList<ComparedRun> runs)
    {
        foreach ((RunVerdict verdict, string words) in Counts)
        {
            int count = runs.Count(r => r.Verdict == verdict);
            if (count > 0) yield return $"{Significant.Text(count)} {words}";
        }
    }
}
