using System.Text.Json;
using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>
/// Weighs signs that settle nothing alone: causes that look alike in the curves (a rate too low, too few steps, a model too small) differ in how settings and curves go together.
/// A logistic model a code, of at most seven signs whose direction is fixed beforehand, and one of fourteen for whether anything hurts at all; fitted by the evaluation project. What it names is of low severity.
/// </summary>
public sealed class Differential(IReadOnlyList<DifferentialEntry> entries)
{
    /// <summary>Probability of being what hurts the run from which a code is named: one in eight. The codes that it knows hurt 2 to 9 % of the labelled runs each.</summary>
    private const double LeastCause = 0.12;

    /// <summary>Probability of being true from which a code is named.</summary>
    private const double LeastTruth = 0.3;

    /// <summary>More would be a list to choose from, not a diagnosis.</summary>
    private const int Most = 2;

    private const int MostSigns = 4;

    /// <summary>The table that the assembly carries.</summary>
    public static Differential Embedded { get; } = Load();

    /// <summary>Suspects nothing.</summary>
    public static Differential None { get; } = new([]);

    /// <summary>The weights, a code each.</summary>
    public IReadOnlyList<DifferentialEntry> Entries => entries;

    /// <summary>What the signs of a run make likely.</summary>
    /// <param name="run">The run.</param>
    /// <param name="findings">What the detectors found, each code once.</param>
    /// <param name="cancellationToken">Observed while the signs are read.</param>
    internal Suspicion Weigh(RunArtifacts run, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return new Suspicion([], 1);
        var signs = SignReader.Read(run, findings, cancellationToken);
        return new Suspicion(Suspects(run, findings, signs), AnythingHurts(signs));
    }

    /// <summary>The codes that no detector found and that the signs make likely, likeliest first.</summary>
    private Suspect[] Suspects(RunArtifacts run, IReadOnlyList<Finding> findings, IReadOnlyDictionary<string, Sign> signs)
    {
        if (!signs.ContainsKey(SignNames.Short) && !signs.ContainsKey(SignNames.Rise)) return [];
        return [.. entries
            .Where(e => e.Code != SignNames.Anything && !findings.Any(f => f.Code == e.Code) && IsPossible(e.Code, signs))
            .Select(e => (Entry: e, Odds: e.LogOdds(signs)))
            .Select(e => (e.Entry, Cause: Probability(e.Odds), Truth: Probability(e.Entry.TruthBias + (e.Entry.TruthSlope * e.Odds))))
            .Where(e => e.Cause >= LeastCause && e.Truth >= LeastTruth)
            .OrderByDescending(e => e.Cause)
            .ThenBy(e => e.Entry.Code, StringComparer.Ordinal)
            .Take(Most)
            .Select(e => new Suspect(Named(e.Entry, e.Truth, signs, run), e.Cause))];
    }

    /// <summary>What keeps a model from its goal is no suspect where it has reached it, or where no score tells how far it got.</summary>
    internal static bool IsPossible(string code, IReadOnlyDictionary<string, Sign> signs)
        => code == SignNames.Anything || SignNames.ByCode.GetValueOrDefault(code)?.Contains((SignNames.Short, true)) is not true || signs.GetValueOrDefault(SignNames.Short) is { Strength: > 0 };

    /// <summary>The probability that anything hurts the run at all; 1 where no table says, or where no score tells how far the run got: then there is nothing to hold findings against.</summary>
    private double AnythingHurts(IReadOnlyDictionary<string, Sign> signs)
        => entries.FirstOrDefault(e => e.Code == SignNames.Anything) is { } entry && signs.ContainsKey(SignNames.Short) ? Probability(entry.LogOdds(signs)) : 1;

    /// <summary>The logistic function.</summary>
    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static Finding Named(DifferentialEntry entry, double truth, IReadOnlyDictionary<string, Sign> signs, RunArtifacts run)
    {
        Sign[] telling = [.. entry.Signs
            .Where(w => signs.ContainsKey(w.Name))
            .Select(w => (Sign: signs[w.Name], Speaks: w.Weight * DifferentialEntry.Distance(signs[w.Name].Strength, w.Mean, w.Scale)))
            .Where(s => s.Speaks > 0)
            .OrderByDescending(s => s.Speaks)
            .ThenBy(s => s.Sign.Name, StringComparer.Ordinal)
            .Take(MostSigns)
            .Select(s => s.Sign)];
        string source = run.Training?.Metrics.Source ?? "";
        string text = $"No single number settles it, but together these fit: {string.Join("; ", telling.Select(s => s.Words))}. A model fitted on labelled runs gives it {Significant.Text(100 * truth, 2)} %.";
        return Finding.Of(entry.Code, Severity.Low, truth, text, [.. telling.Select(s => s.Measured).OfType<Evidence>().DistinctBy(m => m.Measure, StringComparer.Ordinal).Select(m => m.Source is null && source.Length > 0 ? m with { Source = source } : m)]);
    }

    private static Differential Load()
    {
        using Stream stream = typeof(Differential).Assembly.GetManifestResourceStream("differential.json")!;
        return new Differential(JsonSerializer.Deserialize(stream, CasebookJson.Default.DifferentialEntryArray)!);
    }
}
