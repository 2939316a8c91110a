namespace DeepFix.Evaluation.Comparisons;

/// <summary>How often comparisons named the right change.</summary>
internal sealed class ComparisonCount
{
    private readonly List<(double Confidence, bool IsRight)> _named = [];

    /// <summary>Comparisons of a run with a fault, and one or more without.</summary>
    public int Asked { get; private set; }

    /// <summary>The run with the fault was judged worse.</summary>
    public int JudgedWorse { get; private set; }

    /// <summary>Of those: the setting of a cause is among the changes.</summary>
    public int Visible { get; private set; }

    /// <summary>Of those: the first explanation is such a setting.</summary>
    public int First { get; private set; }

    /// <summary>Of those: one of the first three is.</summary>
    public int FirstThree { get; private set; }

    /// <summary>What naming a change at random would get.</summary>
    public double AtRandom { get; private set; }

    /// <summary>Adds a comparison.</summary>
    public void Add(Api.ComparisonResult result, string faulty, HashSet<string> reasons)
    {
        Asked++;
        if (result.Runs.Single(r => r.RunId == faulty).Verdict is not Api.RunVerdict.Worse) return;
        JudgedWorse++;
        int right = result.Changed.Count(c => reasons.Contains(c.What));
        if (right == 0) return;
        Visible++;
        AtRandom += (double)right / result.Changed.Count;
        string[] named = [.. result.Explanations.Select(e => e.Change)];
        if (named.Take(1).Any(reasons.Contains)) First++;
        if (named.Take(3).Any(reasons.Contains)) FirstThree++;
        if (result.Explanations is [var first, ..]) _named.Add((first.Confidence, reasons.Contains(first.Change)));
    }

    /// <summary>One line of the table.</summary>
    public string Row(string name)
    {
        double mean = _named.Count == 0 ? 0 : _named.Average(n => n.Confidence), right = _named.Count == 0 ? 0 : _named.Average(n => n.IsRight ? 1.0 : 0);
        double ece = _named.GroupBy(n => (int)(n.Confidence * 5)).Sum(g => Math.Abs(g.Average(n => n.Confidence) - g.Average(n => n.IsRight ? 1.0 : 0)) * g.Count()) / Math.Max(1, _named.Count);
        return FormattableString.Invariant($"| {name} | {Asked} | {Share(JudgedWorse, Asked)} | {Visible} | {Share(First, Visible)} | {Share(FirstThree, Visible)} | {AtRandom / Math.Max(1, Visible):0.000} | {mean:0.000} | {right:0.000} | {ece:0.000} |");
    }

    private static string Share(int part, int of) => FormattableString.Invariant($"{(double)part / Math.Max(1, of):0.000}");
}
