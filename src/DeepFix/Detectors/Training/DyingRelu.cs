using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>A large share of ReLU units gives zero for every sample of a probe batch.</summary>
public sealed class DyingRelu(DyingRelu.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DyingRelu() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.DyingRelu;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.DeadShare, limits.MostDead, limits.Attained];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["dead_unit_fraction", "grad_norm", "grad_norm/<layer>", "model.activation"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.Find("dead_unit_fraction"), cancellationToken) is not { } dead) return ByGradients(artifacts, cancellationToken) ?? TrainingReport.Lacks("dead_unit_fraction");
        if (artifacts.Metrics.TrainLoss is { } loss && loss.Finite(cancellationToken).Count < loss.Count)
            return new Detection.NotAssessable("train_loss is NaN or infinite at points. Where outputs are no numbers no unit is above zero, so all of them look dead.", "Log dead_unit_fraction of a run whose loss stays finite.");
        if (limits.FewestPoints.IsCrossedBy(dead.Count)) return TrainingReport.TooShort(dead, limits.FewestPoints);
        if (artifacts.Metrics.Outdated(dead.Name) is { } outdated) return ByGradients(artifacts, cancellationToken) ?? outdated;
        Evidence share = limits.DeadShare.Judge("dead_unit_fraction at the end", dead.End, dead.Name, dead.Step(dead.EndFrom), dead.LastStep);
        if (!share.CrossesLimit) return artifacts.Clean(share);
        int since = dead.Count - 1;
        while (since > 0 && limits.DeadShare.IsCrossedBy(dead.Smooth[since - 1])) since--;
        Evidence? attained = Attainment.Best(artifacts, cancellationToken)?.JudgedBy(limits.Attained);
        bool isHarmless = attained is { CrossesLimit: false };
        return artifacts.Found(Code, isHarmless ? Severity.Low : limits.MostDead.IsCrossedBy(dead.End) ? Severity.High : Severity.Medium, 0.95,
            $"At the end {TrainingReport.Percent(dead.End)} of the units give zero for every sample of the probe batch, and more than {TrainingReport.Percent(limits.DeadShare.Value)} have since {dead.Place(since)}. Units that are merely sparse give zero for some samples, not for all."
            + (isHarmless ? $" The units that are left do the work: {attained!.Series} has come {TrainingReport.Percent(attained.Value)} of the way." : ""), [share, .. isHarmless ? new[] { attained! with { Limit = null, Side = null } } : []]);
    }

    // Behind units that give zero for every row no weight gets a gradient; the last bias still does.
    private Detection? ByGradients(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        LayerGradients layers = LayerGradients.Of(artifacts, cancellationToken);
        if (layers.All.Count < 2 || layers.Moving.Count > 0 || Curve.Of(artifacts.Metrics.GradNorm, cancellationToken) is not { End: > 0 } norm || limits.FewestPoints.IsCrossedBy(norm.Count)) return null;
        if (artifacts.Parameters.Activation?.Contains("relu", StringComparison.OrdinalIgnoreCase) is not true) return null;
        Evidence share = limits.DeadShare.Judge("layers whose gradient is exactly 0 at every point, of all", 1, layers.All[0].Name, layers.All[0].Step(0), layers.All[0].LastStep);
        return share.CrossesLimit
            ? artifacts.Found(Code, limits.MostDead.IsCrossedBy(1) ? Severity.High : Severity.Medium, 0.9,
                $"The weights of all {Significant.Text(layers.All.Count)} layers get a gradient of exactly 0 at every point, while grad_norm is {Significant.Text(norm.End, 3)}: only biases of the output are moved. That is so where the ReLU units before it give zero for every row. A frozen model would have no gradient at all.", share)
            : null;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            3, TrainingReport.Points, 3, 1000, "The end is a median of three points.", "median of three");

        /// <summary>Share of dead units at the end.</summary>
        public Limit DeadShare { get; init; } = Limit.AtMost(
            0.3, "fraction", 0, 1, "Close to a third of the width is lost.", "effect: a third of the capacity");

        /// <summary>Share of dead units from which the run is spoilt.</summary>
        public Limit MostDead { get; init; } = Limit.AtMost(
            0.7, "fraction", 0, 1, "Most of the width is lost.", "effect: two thirds of the capacity");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.9, "fraction", 0, 1, "The model falls short of what it could be.", "effect: a tenth of the scale");
    }
}
