using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The declared stopping rule contradicts what the log shows.</summary>
public sealed class EarlyStoppingMisconfigured(EarlyStoppingMisconfigured.Limits limits) : Detector<TrainingArtifacts>
{
    private const double GainOfNote = 0.05;

    /// <summary>With the default limits.</summary>
    public EarlyStoppingMisconfigured() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.EarlyStoppingMisconfigured;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Overrun, limits.Unspent, limits.Contradictions, limits.PatienceShare, limits.LargestGain];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["val_loss", "val_accuracy", "num_epochs", "epoch"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (StoppingRule.Of(artifacts.Parameters) is not { } rule)
            return new Detection.NotAssessable("No early stopping is declared.", "Log early_stopping_patience, early_stopping_monitor, early_stopping_mode and early_stopping_min_delta in params.yaml, where training may end early.");
        List<Clash> clashes = [.. Declared(artifacts, rule)];
        MetricSeries? watched = rule.Watched(artifacts.Metrics)?.Finite(cancellationToken);
        if (watched is { Count: > 0 }) clashes.AddRange(Replayed(artifacts, rule, watched));
        if (clashes.Count == 0) return new Detection.NotAssessable("What the stopping rule watches was not logged at enough points.", "Log the watched metric at every evaluation.");
        Clash[] crossing = [.. clashes.Where(c => c.Evidence.CrossesLimit)];
        if (crossing.Length == 0) return artifacts.Clean([.. clashes.Select(c => c.Evidence)]);
        return artifacts.Found(Code, crossing.Max(c => c.Severity), crossing.Max(c => c.Confidence), string.Join(" ", crossing.Select(c => c.Sentence)), [.. crossing.Select(c => c.Evidence)]);
    }

    private IEnumerable<Clash> Declared(TrainingArtifacts artifacts, StoppingRule rule)
    {
        if (rule.Mode is { } mode && rule.IsLowerBetter() is { } isLower)
        {
            bool isWrong = isLower != (mode == "min");
            yield return new(limits.Contradictions.Judge("stopping rules whose mode is against the watched metric", isWrong ? 1 : 0, rule.Monitor ?? "val_loss"), $"Early stopping watches {rule.Monitor ?? "val_loss"} with mode {mode}: it takes every improvement for a loss.", Severity.Medium, 0.9);
        }

        if (rule.Monitor is { } monitor)
            yield return new(limits.Contradictions.Judge("watched metrics that were never logged", rule.Watched(artifacts.Metrics) is null ? 1 : 0, monitor), $"Early stopping watches {monitor}, which is not in the log under any name that is known.", Severity.Low, 0.6);
        if (rule.Patience is { } patience && artifacts.Parameters.NumEpochs is { } planned and > 0)
            yield return new(limits.PatienceShare.Judge("declared patience over the planned epochs", patience / planned, "patience"), $"A patience of {Significant.Text(patience)} cannot run out within {Significant.Text(planned)} epochs.", Severity.Low, 0.7);
    }

    private IEnumerable<Clash> Replayed(TrainingArtifacts artifacts, StoppingRule rule, MetricSeries watched)
    {
        if (rule.Patience is not { } patience || patience < 0 || limits.FewestPoints.IsCrossedBy(watched.Count) || artifacts.StepOrder is not StepOrder.Rising) yield break;
        bool isLower = rule.IsLowerBetter() ?? rule.Mode == "min";
        if (rule.IsLowerBetter() is null && rule.Mode is null) yield break;
        var replay = StoppingReplay.Of(watched, isLower, rule.MinDelta, rule.StartsAt);
        // A metric that never improved leaves every min_delta unreached.
        if (rule.MinDelta > 0 && replay.WholeGain > GainOfNote * Math.Abs(watched.Values[0]))
            yield return new(limits.LargestGain.Judge("declared min_delta over the whole improvement of the watched metric", Math.Min(rule.MinDelta / Math.Max(replay.WholeGain, 1e-300), 1e6), watched.Name, watched.Steps[0], watched.Steps[^1]), $"{watched.Name} improved by {Significant.Text(replay.WholeGain)} over the whole log, less than the min_delta of {Significant.Text(rule.MinDelta)}: no improvement can ever count.", Severity.Medium, 0.9);
        // Where epochs are missing between points, evaluations may be missing too.
        if (!replay.HasEveryEpoch) yield break;
        yield return new(limits.Overrun.Judge("evaluations that training went on after the declared patience had run out", replay.LongestWait - patience, watched.Name, watched.Steps[replay.WaitFrom], watched.Steps[replay.WaitTo]), $"{watched.Name} did not improve over {Significant.Text(replay.LongestWait)} evaluations from step {TrainingReport.Step(watched.Steps[replay.WaitFrom])} on, yet training went on: with a patience of {Significant.Text(patience)} it should have ended.", Severity.Medium, 0.85);
        if (Missing(artifacts, watched) is { } missing && missing > 1 && patience > 0 && !artifacts.Parameters.Raw.Keys.Any(IsOtherEnd))
            yield return new(limits.Unspent.Judge("evaluations of the declared patience that were left when training ended early", patience - replay.LastWait, watched.Name, watched.Steps[^1], watched.Steps[^1]), $"Training ended {Significant.Text(missing)} epochs early although {watched.Name} had improved {Significant.Text(replay.LastWait)} evaluations before, and the declared patience is {Significant.Text(patience)}: another rule, or another metric, ended it.", artifacts.Status == RunStatus.Finished ? Severity.Medium : Severity.Low, artifacts.Status == RunStatus.Finished ? 0.8 : 0.6);
    }

    private static bool IsOtherEnd(string key) => key.Contains("max_steps", StringComparison.OrdinalIgnoreCase) || key.Contains("max_time", StringComparison.OrdinalIgnoreCase) || key.Contains("time_limit", StringComparison.OrdinalIgnoreCase);

    // A run that was stopped from outside, or still trains, ended by no rule.
    private static double? Missing(TrainingArtifacts artifacts, MetricSeries watched)
        => artifacts.Status is RunStatus.Finished or RunStatus.Unknown && artifacts.Parameters.NumEpochs is { } planned and > 0 && double.IsFinite(watched.Epochs[0])
            ? planned - (Math.Floor(watched.Epochs[^1]) - Math.Min(1, Math.Floor(watched.Epochs[0])) + 1) : null;

    private sealed record Clash(Evidence Evidence, string Sentence, Severity Severity, double Confidence);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the rule cannot be replayed.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(3, TrainingReport.Points, 2, 1000, "With fewer evaluations no patience runs out.", "a best, and two after it");

        /// <summary>Evaluations after the end of the patience.</summary>
        public Limit Overrun { get; init; } = Limit.AtMost(1, "evaluations", 0, 1000, "The rule should have ended the training.", "exact, and one evaluation for loops that stop when the patience is exceeded");

        /// <summary>Patience that was left at an early end.</summary>
        public Limit Unspent { get; init; } = Limit.AtMost(1, "evaluations", 0, 1000, "The rule had no reason to end the training yet.", "exact, and one evaluation for loops that count the best as the first");

        /// <summary>Declarations that cannot hold.</summary>
        public Limit Contradictions { get; init; } = Limit.AtMost(0, "rules", 0, 10, "The rule cannot do what it is for.", "exact");

        /// <summary>Patience over the planned epochs.</summary>
        public Limit PatienceShare { get; init; } = Limit.AtMost(0.99, "fraction", 0, 10, "The rule can never act.", "definition: the first evaluation sets the best, and the patience counts from there");

        /// <summary>Declared least improvement over the whole improvement.</summary>
        public Limit LargestGain { get; init; } = Limit.AtMost(1, "ratio", 0, 1000, "What is asked of one evaluation is more than the whole training brought.", "exact");
    }
}
