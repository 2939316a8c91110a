using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Smoothed training loss leaves its minimum and does not come back, or ends above where it began.</summary>
public sealed class Divergence(Divergence.Limits limits) : Detector<TrainingArtifacts>
{
    // Evidence is a finite number: ratios to nothing end here.
    private const double Most = 1e6;

    /// <summary>With the default limits.</summary>
    public Divergence() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.Divergence;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.ProgressLost, limits.LevelRise, limits.NoiseMultiple];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        int low = Smoothing.IndexOfMinimum(loss.Smooth);
        double best = loss.Smooth[low], rise = low >= loss.EndFrom ? 0 : loss.End - best;
        double fall = Math.Max(loss.First, loss.Smooth[0]) - best;
        double lost = fall > 0 ? Math.Min(rise / fall, Most) : rise > 0 ? Most : 0;
        double relative = best != 0 ? Math.Min(rise / Math.Abs(best), Most) : rise > 0 ? Most : 0;
        // The jitter of the calm part is what the rise must stand out of: the jitter after it is part of what went wrong.
        double noise = Math.Min(loss.NoiseFrom(0), Noise.OfSecondDifferences(loss.Values[..Math.Max(3, low + 1)]));
        double multiples = noise > 0 ? Math.Min(rise / noise, Most) : rise > 0 ? Most : 0;
        Evidence[] items =
        [
            limits.ProgressLost.Judge("rise of train_loss from its smoothed minimum to its end, over its fall from start to minimum", lost, loss.Name, loss.Step(low), loss.LastStep),
            limits.LevelRise.Judge("the same rise over the minimum", relative, loss.Name, loss.Step(low), loss.LastStep),
            limits.NoiseMultiple.Judge("the same rise in standard deviations of a single point", multiples, loss.Name, loss.Step(low), loss.LastStep),
        ];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        bool aboveStart = lost >= 1;
        string course = low == 0 ? $"train_loss begins at {Significant.Text(loss.First)} and rises" : $"train_loss falls from {Significant.Text(loss.First)} to {Significant.Text(best)} at {loss.Place(low)}, then rises";
        string text = $"{course} to {Significant.Text(loss.End)} at the end ({loss.Place(loss.Count - 1)}): {(aboveStart ? "it ends above where it began" : TrainingReport.Percent(lost) + " of its fall is lost again")}. "
            + $"Its jitter, {Significant.Text(noise, 2)} a point, does not explain that, and it does not come back.";
        return artifacts.Found(Code, aboveStart ? Severity.High : Severity.Medium, aboveStart ? 0.9 : 0.8, text, items);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which a rise cannot be told from a last bad point.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 4, 1000, "With fewer points the end is a single point or two.", "three points of end beside three of start");

        /// <summary>Share of the fall that may be lost again.</summary>
        public Limit ProgressLost { get; init; } = Limit.AtMost(
            0.15, "fraction", 0, 10, "More of what was learnt is lost again than a noisy end explains.", "effect: a seventh of the progress");

        /// <summary>Rise over the minimum.</summary>
        public Limit LevelRise { get; init; } = Limit.AtMost(
            0.1, "ratio", 0, 10, "The loss is truly higher, not only higher than a fall that was nothing.", "effect: a tenth of the level");

        /// <summary>Size of the rise in standard deviations of a single point.</summary>
        public Limit NoiseMultiple { get; init; } = Limit.AtMost(
            5, "standard deviations", 1, 100, "The rise stands out of the loss's own jitter.", "five standard deviations of one point; the end is a median of at least three");
    }
}
