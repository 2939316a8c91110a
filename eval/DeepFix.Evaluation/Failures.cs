namespace DeepFix.Evaluation;

/// <summary>The runs that were judged wrongly, named.</summary>
internal sealed class Failures
{
    private const double HarmsFrom = -0.02;

    private readonly SortedDictionary<string, List<string>> _missed = new(StringComparer.Ordinal), _wrong = new(StringComparer.Ordinal);
    private readonly List<string> _advised = [], _harmed = [];

    /// <summary>Faulty runs without a finding of a cause, by their first cause.</summary>
    public IReadOnlyDictionary<string, List<string>> Missed => _missed;

    /// <summary>Runs with a medium or high finding that is not right, by code.</summary>
    public IReadOnlyDictionary<string, List<string>> Wrong => _wrong;

    /// <summary>Controls with a root cause or an action.</summary>
    public IReadOnlyList<string> Advised => _advised;

    /// <summary>Runs that the first action made worse.</summary>
    public IReadOnlyList<string> Harmed => _harmed;

    /// <summary>Looks at a run.</summary>
    public void Add(LabelledRun run, Prediction prediction)
    {
        HashSet<string> causing = [.. run.Causing], right = [.. run.Right];
        if (run.Causes is [var cause, ..] && !prediction.Counted.Any(f => causing.Contains(f.Code))) Note(_missed, cause, run.Name);
        foreach (var f in prediction.Findings.Where(f => f.Severity >= Severity.Medium && !right.Contains(f.Code))) Note(_wrong, f.Code, run.Name);
        if (run.Causes.Count == 0 && (prediction.RootCauses.Count > 0 || prediction.Actions.Count > 0)) _advised.Add($"{run.Name} ({string.Join(", ", prediction.RootCauses)})");
        if (run.Causes.Count > 0 && prediction.Actions is [var first, ..] && run.Remedies.Values.DefaultIfEmpty(0).Max() >= LabelledRun.GainThatCounts && run.Remedies.GetValueOrDefault(first) < HarmsFrom) _harmed.Add($"{run.Name} ({first})");
    }

    private static void Note(SortedDictionary<string, List<string>> lists, string key, string name)
    {
        if (!lists.TryGetValue(key, out List<string>? list)) list = lists[key] = [];
        list.Add(name);
    }
}
