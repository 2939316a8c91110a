using System.Reflection;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Reports;

namespace DeepFix.Comparison;

/// <summary>Compares analysed runs: what separates them, which of them are better, and which change explains it. Pure: the same runs give the same result.</summary>
public static class RunComparison
{
    /// <summary>A lead below this is none, on the common scale.</summary>
    private const double LeastLead = 0.01;

    /// <summary>A run that ended before this share of the reference's course is said to be short.</summary>
    private const double ShortRun = 0.8;

    private static readonly string EngineVersion = typeof(RunComparison).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Compares runs.</summary>
    /// <param name="runs">At least two, each id once.</param>
    /// <param name="baseline">Id of the run that the others are held against; null: the best.</param>
    /// <param name="metric">The metric that decides; null: the most telling one that they share.</param>
    /// <param name="cancellationToken">Observed throughout.</param>
    /// <returns>The result without request id, time and duration, which only the caller knows.</returns>
    /// <exception cref="ArgumentException">Fewer than two runs, or one twice.</exception>
    public static ComparisonResult Compare(IReadOnlyList<RunToCompare> runs, string? baseline = null, string? metric = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count < 2 || runs.DistinctBy(r => r.RunId, StringComparer.Ordinal).Count() != runs.Count) throw new ArgumentException("At least two runs are compared, each once.", nameof(runs));
        List<string> warnings = [.. runs.Where(r => r.Status == RunStatus.Running).Select(r => $"{r.RunId} is still RUNNING: its level is the one that it has reached.")];
        string? decides = metric ?? Standings.Choose(runs);
        RunToCompare[] comparable = [.. Comparable(runs, baseline, decides, warnings)];
        Standings? standings = decides is null ? null : Standings.Of(comparable, decides);
        if (standings is null) warnings.Add(NotJudged(metric, decides));
        Standing? reference = standings is null ? null : Reference(standings, baseline);
        if (standings is not null && reference is null) warnings.Add($"The baseline {baseline} lacks {decides}: the others cannot be held against it.");
        warnings.AddRange(standings?.Warnings ?? []);
        ComparedRun[] compared = [.. runs.Select(r => Compared(r, standings, reference))];
        bool differ = compared.Any(c => c.Verdict is RunVerdict.Better or RunVerdict.Worse);
        IReadOnlyList<Explanation> explanations = differ ? new Explanations(standings!, reference!).Of(cancellationToken) : [];
        if (standings is not null && reference is not null) warnings.AddRange(ShortRuns(standings, reference));
        IReadOnlyList<Change> changed = Changes.Of(runs);
        return new ComparisonResult
        {
            RequestId = "",
            Summary = ComparisonSummary.Of(compared, changed, explanations, reference),
            Metric = standings?.Scale.Metric,
            Reference = reference?.Run.RunId,
            Runs = compared,
            Changed = changed,
            Explanations = explanations,
            Curves = CurveMatching.Match(runs, standings?.Scale.Metric),
            Warnings = warnings,
            EngineVersion = EngineVersion,
        };
    }

    private static string NotJudged(string? asked, string? decides)
    {
        if (asked is not null && MetricDirection.IsHigherBetter(asked) is null) return $"Whether more or less of {asked} is better, its name does not say: it is not judged.";
        return decides is null
            ? "The runs share no metric of known direction (a loss, an error, a score): none is judged. Log val_loss or val_accuracy in every run."
            : $"Fewer than two comparable runs have {decides}: none is judged.";
    }

    /// <summary>Runs that were scored alike. Other data, or for a loss another loss function, and the numbers mean different things.</summary>
    private static IEnumerable<RunToCompare> Comparable(IReadOnlyList<RunToCompare> runs, string? baseline, string? metric, List<string> warnings)
    {
        IEnumerable<RunToCompare> left = SameIn(runs, baseline, SettingFamilies.DatasetName, warnings);
        if (metric is not null && MetricDirection.IsHigherBetter(metric) == false && metric.Contains("loss", StringComparison.OrdinalIgnoreCase)) left = SameIn([.. left], baseline, SettingFamilies.LossFunction, warnings);
        return left;
    }

    private static IEnumerable<RunToCompare> SameIn(IReadOnlyList<RunToCompare> runs, string? baseline, SettingFamily family, List<string> warnings)
    {
        string? Value(RunToCompare run) => run.Settings.GetValueOrDefault(family.Name)?.Key;
        string? wanted = runs.FirstOrDefault(r => r.RunId == baseline) is { } held
            ? Value(held)
            : runs.Select(Value).OfType<string>().CountBy(v => v, StringComparer.Ordinal).OrderByDescending(c => c.Value).Select(c => c.Key).FirstOrDefault();
        RunToCompare[] others = [.. runs.Where(r => wanted is not null && Value(r) is { } value && value != wanted)];
        if (others.Length > 0) warnings.Add($"{string.Join(", ", others.Select(r => r.RunId))} {(others.Length == 1 ? "has" : "have")} another {family.Name} than the rest: not comparable.");
        return runs.Except(others);
    }

    private static Standing? Reference(Standings standings, string? baseline)
        => baseline is not null
            ? standings.Runs.FirstOrDefault(s => s.Run.RunId == baseline)
            : standings.Runs.OrderByDescending(s => s.Score).ThenBy(s => s.Run.RunId, StringComparer.Ordinal).First();

    private static ComparedRun Compared(RunToCompare run, Standings? standings, Standing? reference)
    {
        Standing? standing = standings?.Runs.FirstOrDefault(s => s.Run.RunId == run.RunId);
        (RunVerdict verdict, Effect? difference) = (standing, reference) switch
        {
            (null, _) or (_, null) => (RunVerdict.NotComparable, null),
            _ when standing.Run.RunId == reference.Run.RunId => (RunVerdict.Reference, null),
            _ => Judged(standings!, standing, reference),
        };
        return new ComparedRun
        {
            RunId = run.RunId,
            Name = run.Name,
            Verdict = verdict,
            Difference = difference,
            Diagnosis = run.Diagnosis,
            Findings = [.. ReportOrder.Of(run.Result.Findings)],
            Metrics = run.Levels.OrderBy(l => l.Key, StringComparer.Ordinal).ToDictionary(l => l.Key, l => l.Value.Value, StringComparer.Ordinal),
            Params = run.Params,
        };
    }

    private static (RunVerdict, Effect?) Judged(Standings standings, Standing run, Standing reference)
    {
        (double lead, double margin) = standings.Lead(run, reference);
        double a = standings.Scale.Back(lead - margin, reference.Value), b = standings.Scale.Back(lead + margin, reference.Value);
        RunVerdict verdict = Math.Abs(lead) < Math.Max(margin, LeastLead) ? RunVerdict.AsGood : lead > 0 ? RunVerdict.Better : RunVerdict.Worse;
        return (verdict, new Effect(standings.Scale.Metric, Math.Min(a, b), Math.Max(a, b)));
    }

    /// <summary>Runs that ended early are read against the reference at the place where they ended.</summary>
    private static IEnumerable<string> ShortRuns(Standings standings, Standing reference)
    {
        string metric = standings.Scale.Metric;
        if (reference.Run.Curves.FirstOrDefault(c => c.Name == metric) is not { } whole) yield break;
        foreach (Standing run in standings.Runs)
        {
            if (run.Run.Curves.FirstOrDefault(c => c.Name == metric) is not { } curve || ReferenceEquals(curve, whole)) continue;
            bool byEpoch = whole.Epochs is not null && curve.Epochs is not null;
            double end = byEpoch ? curve.Epochs![^1] : curve.Steps[^1], wholeEnd = byEpoch ? whole.Epochs![^1] : whole.Steps[^1];
            if (end >= ShortRun * wholeEnd || whole.At(end, byEpoch) is not { } then) continue;
            yield return $"{run.Run.RunId} ended at {(byEpoch ? "epoch" : "step")} {Significant.Text(end, 6)} of the reference's {Significant.Text(wholeEnd, 6)}: there the reference had {metric} {Significant.Text(then, 3)}, this run {Significant.Text(curve.Values[^1], 3)}.";
        }
    }
}
