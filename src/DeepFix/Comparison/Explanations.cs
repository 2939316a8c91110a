using DeepFix.Api;
using DeepFix.Statistics;

namespace DeepFix.Comparison;

/// <summary>Which changes explain that runs differ in the metric.</summary>
internal sealed class Explanations(Standings standings, Standing reference)
{
    /// <summary>Explanations named at most.</summary>
    private const int Most = 8;

    /// <summary>A change less probable than this is not named.</summary>
    private const double LeastConfidence = 0.1;

    /// <summary>What was not logged may always be the reason.</summary>
    private const double MostConfidence = 0.97;

    /// <summary>An effect that matters, on the common scale.</summary>
    private const double LeastEffect = 0.01;

    /// <summary>A change that only some runs declare says less: the others may have it and not say so.</summary>
    private const double HalfDeclared = 0.25;

    /// <summary>How much likelier a setting is the reason when the worse run's own analysis is sure that it is wrong: odds times ten, fitted on the labelled runs.</summary>
    private const double DiagnosedOdds = 9;

    /// <summary>Runs further apart than this were moved by something stronger than usual: one strong reason is likelier than two that add up.</summary>
    private const double UsualRange = 0.45;

    private readonly int _reference = standings.Runs.ToList().IndexOf(reference);

    public IReadOnlyList<Explanation> Of(CancellationToken cancellationToken)
    {
        RunToCompare[] runs = [.. standings.Runs.Select(s => s.Run)];
        Candidate[] candidates = [.. Changes.Names(runs).Where(n => !n.Family.IsRepeat).Select(n => Candidate(n.Name, n.Family, runs))];
        if (candidates.Length == 0) return [];
        var attribution = Attribution.Of(candidates, [.. standings.Runs.Select(s => s.Score)], [.. standings.Runs.Select(standings.Variance)], cancellationToken);
        return [.. Enumerable.Range(0, attribution.Candidates.Count)
            .Where(i => attribution.Inclusion(i) >= LeastConfidence)
            .Select(i => Explanation(attribution, i, candidates))
            .Where(e => e.Confidence >= LeastConfidence)
            .OrderByDescending(e => e.Confidence).ThenBy(e => e.Change, StringComparer.Ordinal)
            .Take(Most)];
    }

    private Candidate Candidate(string name, SettingFamily family, RunToCompare[] runs)
    {
        Setting?[] values = [.. runs.Select(r => r.Settings.GetValueOrDefault(name))];
        double odds = family.Chance / (1 - family.Chance);
        if (values.Any(v => v is null)) odds *= HalfDeclared;
        odds *= 1 + (DiagnosedOdds * Diagnosed(family, values));
        return new Candidate(name, family, values, odds / (1 + odds), Math.Max(1, (standings.Runs.Max(s => s.Score) - standings.Runs.Min(s => s.Score)) / UsualRange));
    }

    /// <summary>How sure the own analysis of a clearly worse run is that a setting of this family, in which it differs, is wrong.</summary>
    private double Diagnosed(SettingFamily family, Setting?[] values)
    {
        double sure = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!Setting.Differ(values[i], values[_reference])) continue;
            (double lead, double margin) = standings.Lead(standings.Runs[i], reference);
            if (Math.Abs(lead) < margin) continue;
            RunToCompare worse = lead < 0 ? standings.Runs[i].Run : reference.Run;
            foreach (RootCause cause in worse.Result.RootCauses)
            {
                if (family.Codes.Contains(cause.Code, StringComparer.Ordinal)) sure = Math.Max(sure, cause.Confidence);
            }
        }

        return sure;
    }

    private Explanation Explanation(Attribution attribution, int at, IReadOnlyList<Candidate> all)
    {
        Candidate candidate = attribution.Candidates[at];
        double[] effects = attribution.MeanEffects(at);
        int to = Enumerable.Range(0, effects.Length).OrderByDescending(i => Math.Abs(effects[i] - effects[_reference])).ThenBy(i => i).First();
        NormalMixture difference = attribution.Difference(at, _reference, to);
        double same = difference.Mean < 0 ? difference.Below(-LeastEffect) : 1 - difference.Below(LeastEffect);
        double from = standings.Scale.Back(difference.Quantile(0.05), reference.Value), until = standings.Scale.Back(difference.Quantile(0.95), reference.Value);
        return new Explanation
        {
            Change = candidate.Name,
            From = candidate.Values[_reference]?.Value,
            To = candidate.Values[to]?.Value,
            Effect = new Effect(standings.Scale.Metric, Math.Min(from, until), Math.Max(from, until)),
            Confidence = Math.Min(attribution.Inclusion(at) * same, MostConfidence),
            ConfoundedWith = [.. all.Where(c => c.Name != candidate.Name && c.Partition == candidate.Partition).Select(c => c.Name)],
        };
    }
}
