using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>The gradient norm grows out of its own history, or is not finite.</summary>
public sealed class ExplodingGradients(ExplodingGradients.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public ExplodingGradients() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.ExplodingGradients;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Growth, limits.NonFinitePoints];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["grad_norm"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Metrics.GradNorm is not { Count: > 0 } recorded) return TrainingReport.Lacks("grad_norm");
        Evidence broken = limits.NonFinitePoints.Judge("points of grad_norm that are NaN or infinite", recorded.Count - recorded.Finite(cancellationToken).Count, recorded.Name);
        if (broken.CrossesLimit)
            return artifacts.Found(Code, Severity.High, 0.97, $"grad_norm is NaN or infinite at {Significant.Text(broken.Value)} of {Significant.Text(recorded.Count)} points: the gradients left the range of numbers.", broken);
        Curve norm = Curve.Of(recorded, cancellationToken)!;
        if (limits.FewestPoints.IsCrossedBy(norm.Count)) return TrainingReport.TooShort(norm, limits.FewestPoints);
        double early = Order.Median(norm.Values[..Math.Max(2, norm.Count / 10)]), largest = Order.Quantile(norm.Smooth, 1);
        Evidence growth = limits.Growth.Judge("largest smoothed grad_norm over its early level", early > 0 ? Math.Min(largest / early, 1e6) : 0, norm.Name, norm.Step(0), norm.LastStep);
        if (!growth.CrossesLimit) return artifacts.Clean(growth, broken);
        int peak = norm.Smooth.IndexOf(largest);
        return artifacts.Found(Code, Severity.Medium, 0.85, $"grad_norm begins at {Significant.Text(early, 3)} and reaches {Significant.Text(largest, 3)} around {norm.Place(peak)}, {Significant.Text(growth.Value, 3)} times as much. It is a level held over several points, so it is no single spike.", growth);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 3, 1000, "With fewer points there is no history to grow out of.", "two points of start beside a median of three");

        /// <summary>Largest smoothed gradient norm over its early level.</summary>
        public Limit Growth { get; init; } = Limit.AtMost(
            10, "ratio", 1, 100000, "The norm grew by a decade.", "gradients usually shrink while the loss falls; a decade of growth is the reverse (Pascanu et al. 2013)");

        /// <summary>Points that may be NaN or infinite.</summary>
        public Limit NonFinitePoints { get; init; } = Limit.AtMost(
            0, TrainingReport.Points, 0, 1000, "A gradient that is not a number cannot be stepped along.", "IEEE 754");
    }
}
