using DeepFix.Statistics;

namespace DeepFix.Comparison;

/// <summary>
/// Which changes move the score, weighed over every set of at most three of them (Bayesian model averaging). A set says that the scores are a common level, plus for each of its changes an effect that is alike
/// for like values (a Gaussian process over the setting), plus noise. How likely a set is follows from what its changes did in measured re-trainings, and from how well it fits the scores.
/// With two runs and several changes the first decides; with many runs the second.
/// </summary>
internal sealed class Attribution
{
    private const int MostInSet = 3;
    private const double LeastWeight = 1e-4;

    /// <summary>Variance of the common level of all runs: wide.</summary>
    private const double LevelVariance = 1;

    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly double[] _scores;
    private readonly double[] _variances;
    private readonly List<(int[] Set, double Weight)> _sets = [];

    private Attribution(IReadOnlyList<Candidate> candidates, double[] scores, double[] variances) => (_candidates, _scores, _variances) = (candidates, scores, variances);

    /// <summary>Weighs the candidates.</summary>
    /// <param name="candidates">The changes.</param>
    /// <param name="scores">Scores of the runs, on the common scale.</param>
    /// <param name="variances">Their variances.</param>
    /// <param name="cancellationToken">Observed between sets.</param>
    public static Attribution Of(IReadOnlyList<Candidate> candidates, IReadOnlyList<double> scores, IReadOnlyList<double> variances, CancellationToken cancellationToken)
    {
        double mean = scores.Average();
        var empty = new Attribution([], [.. scores.Select(s => s - mean)], [.. variances]);
        var all = new Attribution(candidates, empty._scores, empty._variances);
        int most = scores.Count > 40 ? 10 : 14;
        if (candidates.Count <= most) return all.Weighed(cancellationToken);
        // Of very many changes those that alone say most stand for all: what fits in no pair or triple with them is left at nothing.
        int[] best = [.. Enumerable.Range(0, candidates.Count).OrderByDescending(i => all.LogPosterior([i])).ThenBy(i => i).Take(most).Order()];
        return new Attribution([.. best.Select(i => candidates[i])], empty._scores, empty._variances).Weighed(cancellationToken);
    }

    /// <summary>The candidates that were weighed.</summary>
    public IReadOnlyList<Candidate> Candidates => _candidates;

    /// <summary>Probability that a candidate is among the reasons.</summary>
    public double Inclusion(int candidate) => _sets.Where(s => s.Set.Contains(candidate)).Sum(s => s.Weight);

    /// <summary>What a candidate is expected to do to each run's score, if it is among the reasons, averaged over the sets.</summary>
    public double[] MeanEffects(int candidate)
    {
        var effects = new double[_scores.Length];
        double total = 0;
        foreach ((int[] set, double weight) in _sets.Where(s => s.Set.Contains(candidate)))
        {
            double[] solved = Factor(set).Solve(_scores);
            Candidate own = _candidates[candidate];
            for (int i = 0; i < effects.Length; i++) effects[i] += weight * own.Variance * Dot(own.Likeness[i], solved);
            total += weight;
        }

        return [.. effects.Select(e => total > 0 ? e / total : 0)];
    }

    /// <summary>The effect of a candidate's value in one run less that of its value in another, if it is among the reasons: a mixture over the sets.</summary>
    public NormalMixture Difference(int candidate, int from, int to)
    {
        List<(double, double, double)> parts = [];
        Candidate own = _candidates[candidate];
        double[] direction = [.. own.Likeness[to].Zip(own.Likeness[from], (t, f) => own.Variance * (t - f))];
        double prior = 2 * own.Variance * (1 - own.Likeness[from][to]);
        foreach ((int[] set, double weight) in _sets.Where(s => s.Set.Contains(candidate)))
        {
            Cholesky factor = Factor(set);
            double mean = Dot(direction, factor.Solve(_scores));
            double variance = Math.Max(prior - Dot(direction, factor.Solve(direction)), 1e-12);
            parts.Add((weight, mean, Math.Sqrt(variance)));
        }

        return new NormalMixture(parts);
    }

    private Attribution Weighed(CancellationToken cancellationToken)
    {
        List<(int[] Set, double Log)> logs = [];
        foreach (int[] set in Sets())
        {
            cancellationToken.ThrowIfCancellationRequested();
            logs.Add((set, LogPosterior(set)));
        }

        double most = logs.Max(l => l.Log), total = logs.Sum(l => Math.Exp(l.Log - most));
        (int[] Set, double Weight)[] kept = [.. logs.Select(l => (l.Set, Weight: Math.Exp(l.Log - most) / total)).Where(l => l.Weight >= LeastWeight)];
        double sum = kept.Sum(k => k.Weight);
        _sets.AddRange(kept.Select(k => (k.Set, k.Weight / sum)));
        return this;
    }

    private IEnumerable<int[]> Sets()
    {
        yield return [];
        int n = _candidates.Count;
        for (int a = 0; a < n; a++)
        {
            yield return [a];
            for (int b = a + 1; b < n; b++)
            {
                yield return [a, b];
                for (int c = b + 1; c < n && MostInSet > 2; c++) yield return [a, b, c];
            }
        }
    }

    private double LogPosterior(int[] set)
    {
        Cholesky factor = Factor(set);
        double log = -0.5 * (Dot(_scores, factor.Solve(_scores)) + factor.LogDeterminant);
        return log + set.Sum(i => Math.Log(_candidates[i].Chance / (1 - _candidates[i].Chance)));
    }

    private Cholesky Factor(int[] set)
    {
        int n = _scores.Length;
        var covariance = new double[n][];
        for (int i = 0; i < n; i++)
        {
            covariance[i] = new double[n];
            for (int j = 0; j <= i; j++)
            {
                double sum = LevelVariance + (i == j ? _variances[i] : 0);
                foreach (int k in set) sum += _candidates[k].Variance * _candidates[k].Likeness[i][j];
                covariance[i][j] = sum;
            }
        }

        return Cholesky.Of(covariance);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
