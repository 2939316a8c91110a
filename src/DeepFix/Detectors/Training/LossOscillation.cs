using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Training or validation loss alternates persistently by an amount that matters against the progress.</summary>
public sealed class LossOscillation(LossOscillation.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public LossOscillation() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.LossOscillation;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Amplitude, limits.TurningShare, limits.Drift];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "val_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        Curve?[] curves = [Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken), Curve.Of(artifacts.Metrics.ValLoss, cancellationToken)];
        if (Array.TrueForAll(curves, c => c is null)) return TrainingReport.Lacks("train_loss");
        Curve[] lengthy = [.. curves.OfType<Curve>().Where(c => !limits.FewestPoints.IsCrossedBy(c.Count))];
        if (lengthy.Length == 0) return TrainingReport.TooShort(curves.OfType<Curve>().First(), limits.FewestPoints);
        Evidence[][] looks = [.. lengthy.Select(Look)];
        int[] swinging = [.. Enumerable.Range(0, looks.Length).Where(i => Array.TrueForAll(looks[i], e => e.CrossesLimit))];
        if (swinging.Length == 0) return artifacts.Clean([.. looks.SelectMany(l => l)]);
        string text = string.Join(" ", swinging.Select(i => $"In its second half {lengthy[i].Name} jumps by {TrainingReport.Percent(looks[i][0].Value)} of its whole fall from one point to the next and turns at {TrainingReport.Percent(looks[i][1].Value)} of its points."))
            + " It goes to and fro rather than anywhere, so this is neither a fall nor a divergence."
            + (lengthy[swinging[0]].Name == "train_loss" ? " If a logged point is the loss of a single batch rather than of an epoch, the sampling of batches explains it." : "");
        return artifacts.Found(Code, Severity.Low, 0.6, text, [.. swinging.SelectMany(i => looks[i])]);
    }

    private Evidence[] Look(Curve loss)
    {
        int from = loss.HalfFrom;
        double noise = loss.Late.Noise, change = Math.Abs(loss.Late.Trend.Change);
        double fall = loss.Fall;
        return
        [
            limits.Amplitude.Judge($"jitter of a point of {loss.Name} in the second half over its whole fall", noise == 0 ? 0 : Math.Min(noise / Math.Max(fall, double.Epsilon), 1e6), loss.Name, loss.Step(from), loss.LastStep),
            limits.TurningShare.Judge($"share of the points of {loss.Name} in the second half at which it turns", loss.Late.TurningShare, loss.Name, loss.Step(from), loss.LastStep),
            limits.Drift.Judge($"jitter of a point of {loss.Name} over the change of its trend in the second half", noise == 0 ? 0 : Math.Min(noise / Math.Max(change, double.Epsilon), 1e6), loss.Name, loss.Step(from), loss.LastStep),
        ];
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            12, TrainingReport.Points, 4, 1000, "With fewer points persistence cannot be seen.", "six points of second half: four turning points");

        /// <summary>Jitter of a point in the second half over the whole fall of the loss.</summary>
        public Limit Amplitude { get; init; } = Limit.AtMost(
            0.1, "fraction", 0, 10, "The jumps matter beside what was learnt.", "effect: a tenth of the progress");

        /// <summary>Share of the points of the second half at which the direction turns.</summary>
        public Limit TurningShare { get; init; } = Limit.AtMost(
            0.45, "fraction", 0, 1, "The loss changes direction as often as independent numbers do, not as a trend does.", "independent points turn at two thirds (Bienaymé 1874); 0.45 is three deviations below for 40 points");

        /// <summary>Jitter over the change of the trend in the second half.</summary>
        public Limit Drift { get; init; } = Limit.AtMost(
            0.5, "ratio", 0, 100, "What a point jumps is more than half of what the second half brought.", "effect against the remaining progress, as the code is defined");
    }
}
