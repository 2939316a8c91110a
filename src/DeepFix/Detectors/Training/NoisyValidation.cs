using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Validation loss jumps from one evaluation to the next by more than it moves.</summary>
public sealed class NoisyValidation(NoisyValidation.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public NoisyValidation() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.NoisyValidation;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Jitter, limits.TurningShare, limits.Drift];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["val_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("val_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        int from = loss.HalfFrom;
        double noise = loss.Late.Noise, level = Math.Abs(Order.Median(loss.Values[from..])), change = Math.Abs(loss.Late.Trend.Change);
        Evidence[] items =
        [
            limits.Jitter.Judge("jitter of a point of val_loss in the second half over its level there", noise == 0 ? 0 : Math.Min(noise / Math.Max(level, double.Epsilon), 1e6), loss.Name, loss.Step(from), loss.LastStep),
            limits.TurningShare.Judge("share of the points of the second half at which val_loss turns", loss.Late.TurningShare, loss.Name, loss.Step(from), loss.LastStep),
            limits.Drift.Judge("that jitter over the change of the trend in the second half", noise == 0 ? 0 : Math.Min(noise / Math.Max(change, double.Epsilon), 1e6), loss.Name, loss.Step(from), loss.LastStep),
        ];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        string rows = artifacts.Facts.ValRows is { } known ? $" It is measured on {Significant.Text(known)} rows." : "";
        return artifacts.Found(Code, Severity.Low, 0.6, $"In the second half val_loss jumps by {TrainingReport.Percent(items[0].Value)} of its level from one evaluation to the next, and turns at {TrainingReport.Percent(items[1].Value)} of its points, while its trend moves by only {Significant.Text(change, 2)}.{rows} "
            + "Differences of that size between epochs or runs mean nothing; there is no trend that would make it overfitting.", items);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            10, TrainingReport.Points, 3, 1000, "With fewer points jitter cannot be told from a trend.", "five points of second half: three turning points");

        /// <summary>Jitter of a point in the second half over the level there.</summary>
        public Limit Jitter { get; init; } = Limit.AtMost(
            0.05, "ratio", 0, 10, "Two evaluations of the same model would differ by more than models do.", "effect: a twentieth of the level");

        /// <summary>Share of the points of the second half at which the direction turns.</summary>
        public Limit TurningShare { get; init; } = Limit.AtMost(
            0.45, "fraction", 0, 1, "The loss changes direction as often as independent numbers do.", "independent points turn at two thirds (Bienaymé 1874)");

        /// <summary>Jitter over the change of the trend in the second half.</summary>
        public Limit Drift { get; init; } = Limit.AtMost(
            0.5, "ratio", 0, 100, "A jump is more than half of what the second half brought.", "effect against the progress that is left");
    }
}
