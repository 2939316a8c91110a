using DeepFix.Artifacts;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>The gradient norm grows out of its own history, is not finite, or bursts at the start together with the loss.</summary>
public sealed class ExplodingGradients(ExplodingGradients.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public ExplodingGradients() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.ExplodingGradients;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Growth, limits.NonFinitePoints, limits.Progress, limits.FirstNorm, limits.FirstCost];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["grad_norm", "train_loss", "train_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Metrics.GradNorm is not { Count: > 0 } recorded) return TrainingReport.Lacks("grad_norm");
        Evidence broken = limits.NonFinitePoints.Judge("points of grad_norm that are NaN or infinite", recorded.Count - recorded.Finite(cancellationToken).Count, recorded.Name);
        if (broken.CrossesLimit)
            return artifacts.Found(Code, Severity.High, 0.97, $"grad_norm is NaN or infinite at {Significant.Text(broken.Value)} of {Significant.Text(recorded.Count)} points: the gradients left the range of numbers.", broken);
        Curve norm = Curve.Of(recorded, cancellationToken)!;
        if (limits.FewestPoints.IsCrossedBy(norm.Count)) return TrainingReport.TooShort(norm, limits.FewestPoints);
        double early = Order.Median(norm.Values[..(1 + (norm.Count / 50))]), largest = Order.Quantile(norm.Smooth, 1);
        Evidence growth = limits.Growth.Judge("largest smoothed grad_norm over its early level", early > 0 ? Math.Min(largest / early, 1e6) : 0, norm.Name, norm.Step(0), norm.LastStep);
        if (!growth.CrossesLimit) return Burst(artifacts, norm, cancellationToken) ?? artifacts.Clean(growth, broken);
        int peak = norm.Smooth.IndexOf(largest);
        string text = $"grad_norm begins at {Significant.Text(early, 3)} and reaches {Significant.Text(largest, 3)} around {norm.Place(peak)}, {Significant.Text(growth.Value, 3)} times as much. It is a level held over several points, so it is no single spike.";
        if (ProgressAt(artifacts, norm.Step(peak), cancellationToken) is not { } progress)
            return artifacts.Found(Code, Severity.Low, 0.35, text + " Without a training loss it is not known whether the model gains by it: gradients grow too where a model leaves a flat start.", growth);
        return progress.CrossesLimit
            ? artifacts.Found(Code, Severity.Medium, 0.85, text + $" train_loss does not gain by it: {TrainingReport.Percent(Math.Max(0, progress.Value))} of its whole fall is reached there.", growth, progress)
            : artifacts.Found(Code, Severity.Low, 0.35, text + $" train_loss falls all the same, by {TrainingReport.Percent(progress.Value)} of its whole fall: gradients grow too where a model leaves a flat start.", growth);
    }

    private Evidence? ProgressAt(TrainingArtifacts artifacts, long step, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return null;
        int at = loss.PointAt(step);
        double start = Math.Max(loss.First, loss.Smooth[0]), fall = start - loss.Smooth[Smoothing.IndexOfMinimum(loss.Smooth)];
        return limits.Progress.Judge("fall of train_loss up to the largest smoothed grad_norm, over its whole fall", fall > 0 ? Math.Clamp((start - loss.Smooth[at]) / fall, -1e6, 1) : 0, loss.Name, loss.Step(0), loss.Step(at));
    }

    private Detection? Burst(TrainingArtifacts artifacts, Curve norm, CancellationToken cancellationToken)
    {
        if (FirstLoss.Of(artifacts, cancellationToken) is not { } seen) return null;
        double later = Order.Median(norm.Values[1..]);
        if (later <= 0) return null;
        Evidence first = limits.FirstNorm.Judge("grad_norm at the first record over its median afterwards", Math.Min(norm.First / later, 1e6), norm.Name, norm.Step(0), norm.LastStep);
        Evidence cost = limits.FirstCost.Judge("loss per wrong prediction in the first epoch over its median afterwards", seen.Ratio, seen.Loss.Name, seen.Loss.Step(0), seen.Loss.LastStep);
        return first.CrossesLimit && cost.CrossesLimit
            ? artifacts.Found(Code, Severity.Medium, 0.85, $"grad_norm is {Significant.Text(norm.First, 3)} at the first record and {Significant.Text(later, 3)} in the median afterwards, while train_loss comes down from {Significant.Text(seen.First, 3)} to about {Significant.Text(seen.Later, 3)}. A norm that only shrinks with a loss that starts at the level of guessing is usual; here the first wrong predictions cost {Significant.Text(seen.Ratio, 3)} times as much as later ones, so the first steps were taken along gradients of another order of size.", first, cost)
            : null;
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

        /// <summary>Fall of training loss up to the largest norm, over its whole fall.</summary>
        public Limit Progress { get; init; } = Limit.AtLeast(
            0.5, "fraction", 0, 1, "The loss does not fall along the large gradients.", "effect: half of the fall; steps along gradients that explode undo it");

        /// <summary>Gradient norm at the first record over its median afterwards.</summary>
        public Limit FirstNorm { get; init; } = Limit.AtMost(
            10, "ratio", 1, 100000, "The first gradients were a decade larger than all later ones.", "effect: a decade, as for growth");

        /// <summary>Loss per wrong prediction in the first epoch over its median afterwards.</summary>
        public Limit FirstCost { get; init; } = Limit.AtMost(
            30, "ratio", 1, 1e9, "The first outputs were of another order of size than any a trained model gives.", "a guess between K classes costs ln K, 0.7 to 14, a sure error about 20: between sane epochs lies a factor of 30 at most");
    }
}
