namespace DeepFix.Evaluation.Wild;

/// <summary>Scores predictions against runs that others labelled by eye, as the corpus's own scorer of them does.</summary>
internal sealed class WildScore
{
    /// <summary>In the place of a code: nothing is wrong.</summary>
    private const string Healthy = "healthy";

    /// <summary>Two readers of a plot mean by these words any of several codes.</summary>
    private static readonly Dictionary<string, string[]> Meant = new(StringComparer.Ordinal)
    {
        ["stopped_too_early"] = [Codes.InsufficientEpochs, Codes.SlowConvergence, Codes.LearningRateTooLow],
        ["train_val_gap_from_start"] = [Codes.FeatureDrift, Codes.PreprocessingMismatch, Codes.LabelDrift, Codes.EvaluationInTrainMode],
        [Codes.TrainedPastBest] = [Codes.TrainedPastBest, Codes.Overfitting],
        [Codes.LossPlateau] = [Codes.LossPlateau, Codes.NoLearning],
        [Codes.Overfitting] = [Codes.Overfitting, Codes.TrainedPastBest],
        [Codes.NoisyValidation] = [Codes.NoisyValidation, Codes.SmallValidationSet, Codes.LossOscillation],
        [Codes.LossOscillation] = [Codes.LossOscillation, Codes.NoisyValidation],
        [Codes.Divergence] = [Codes.Divergence, Codes.NanLoss, Codes.ExplodingGradients],
    };

    private static readonly Dictionary<string, string[]> Forbidden = new(StringComparer.Ordinal)
    {
        ["stopped_too_early"] = [Codes.InsufficientEpochs],
        ["train_val_gap_from_start"] = [Codes.FeatureDrift, Codes.PreprocessingMismatch],
    };

    /// <summary>True of a healthy run as well.</summary>
    private static readonly string[] Harmless = [Codes.SmallValidationSet, Codes.NoisyValidation];

    private readonly SortedDictionary<string, (int Runs, int Clear, int Found, int Violations, int HealthyRuns, int HealthyFlagged)> _byRepository = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private int _runs, _clear, _found, _violations, _healthy, _healthyFlagged, _codes;

    /// <summary>Counts by repository.</summary>
    public IReadOnlyDictionary<string, (int Runs, int Clear, int Found, int Violations, int HealthyRuns, int HealthyFlagged)> ByRepository => _byRepository;

    /// <summary>What was missed or wrong, a line each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Counts a run.</summary>
    public void Add(WildLabels labels, Prediction prediction)
    {
        var counted = prediction.Counted.ToArray();
        HashSet<string> got = [.. counted.Select(f => f.Code)], grave = [.. counted.Where(f => f.Severity >= Severity.Medium).Select(f => f.Code)];
        string[] clear = [.. labels.Clear.Where(c => c != Healthy)];
        string[] missed = [.. clear.Where(c => !Readings(Meant, c).Any(got.Contains))];
        bool isHealthy = clear.Length < labels.Clear.Count, isFlagged = isHealthy && grave.Except(Harmless, StringComparer.Ordinal).Any();
        HashSet<string> allowed = [.. labels.Defensible.SelectMany(c => Readings(Meant, c))], wrong = [.. labels.MustNot.SelectMany(c => Readings(Forbidden, c))];
        string[] violations = [.. counted.Where(f => f.Severity >= Severity.Medium && !allowed.Contains(f.Code) && wrong.Contains(f.Code)).Select(f => f.Code)];
        Count(labels.Repository, clear.Length, clear.Length - missed.Length, violations.Length, isHealthy, isFlagged);
        _codes += got.Count;
        _failures.AddRange(missed.Select(c => $"{labels.Name}: {c} missed").Concat(violations.Select(c => $"{labels.Name}: {c} is wrong to report")));
        if (isFlagged) _failures.Add($"{labels.Name}: healthy, yet {string.Join(", ", grave)}");
    }

    /// <summary>All measures by name, rounded as the reference rounds them.</summary>
    public IReadOnlyDictionary<string, double> Measures() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["runs"] = _runs,
        ["clear_found"] = Math.Round(_found / Math.Max(1.0, _clear), 3),
        ["clear"] = _clear,
        ["must_not_violations"] = _violations,
        ["violations_per_run"] = Math.Round(_violations / Math.Max(1.0, _runs), 3),
        ["healthy"] = _healthy,
        ["healthy_flagged"] = Math.Round(_healthyFlagged / Math.Max(1.0, _healthy), 3),
        ["findings_per_run"] = Math.Round(_codes / Math.Max(1.0, _runs), 2),
    };

    private void Count(string repository, int clear, int found, int violations, bool isHealthy, bool isFlagged)
    {
        _runs++;
        _clear += clear;
        _found += found;
        _violations += violations;
        _healthy += isHealthy ? 1 : 0;
        _healthyFlagged += isFlagged ? 1 : 0;
        var sum = _byRepository.GetValueOrDefault(repository);
        _byRepository[repository] = (sum.Runs + 1, sum.Clear + clear, sum.Found + found, sum.Violations + violations, sum.HealthyRuns + (isHealthy ? 1 : 0), sum.HealthyFlagged + (isFlagged ? 1 : 0));
    }

    private static string[] Readings(Dictionary<string, string[]> readings, string code) => readings.GetValueOrDefault(code) ?? [code];
}
