using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>An isolated excursion of the training loss that recovers. What recovers by itself does little damage, so it never weighs more than low.</summary>
public sealed class LossSpike(LossSpike.Limits limits) : Detector<TrainingArtifacts>
{
    private const int MostRecords = 5000;

    /// <summary>With the default limits.</summary>
    public LossSpike() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.LossSpike;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.NoiseMultiple, limits.Isolation, limits.RelativeIsolation, limits.Recurrence, limits.LevelRise, limits.ProgressRise, limits.Doubling, limits.RateRise];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "learning_rate"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        if (artifacts.StepOrder is StepOrder.Resumed or StepOrder.StartedAnew)
            return new Detection.NotAssessable("Several sessions were joined; a loss that jumps where one begins is no instability.", "Write each session to a file of its own.");
        // Means of epochs hide what recovers within one.
        MetricSeries records = artifacts.Metrics.TrainLoss!.Finite(cancellationToken);
        Excursion? whole = Highest(Excursions.Of(loss.Values, MostRecords, cancellationToken), loss.Count, i => loss.Step(i), artifacts.Metrics.LearningRate);
        Excursion? within = records.Count > loss.Count && records.Count <= MostRecords
            ? Highest(Excursions.Of(records.Values, MostRecords, cancellationToken), records.Count, i => artifacts.Metrics.TrainLoss!.Finite(cancellationToken).Steps[i], artifacts.Metrics.LearningRate)
            : null;
        if (whole is null && within is null) return artifacts.Clean(TrainingReport.Measured("excursions of train_loss that stand out and come back", 0, null, loss.Name));
        return Found(artifacts, loss.Name, whole ?? within!);
    }

    private Detection Found(TrainingArtifacts artifacts, string name, Excursion spike)
    {
        Evidence[] items =
        [
            limits.NoiseMultiple.Judge("height of the excursion in standard deviations of the points around it", spike.Multiples, name, spike.Step, spike.Step),
            limits.Isolation.Judge("height of the excursion over the third largest jump around it", spike.OverOthers, name, spike.Step, spike.Step),
            (limits.ProgressRise.IsCrossedBy(spike.OverFall) ? limits.LevelRise : limits.Doubling).Judge("height of the excursion over the level around it", spike.OverLevel, name, spike.Step, spike.Step),
            TrainingReport.Measured("height of the excursion over the whole fall of train_loss", spike.OverFall, null, name, spike.Step, spike.Step),
        ];
        string text = $"train_loss jumps to {Significant.Text(spike.Value)} at step {TrainingReport.Step(spike.Step)}, from a level of {Significant.Text(spike.Level)}, and is back within a few points. "
            + $"That is {Significant.Text(spike.Multiples, 2)} standard deviations of its neighbours and {Significant.Text(spike.OverOthers, 2)} times their third largest jump, so it is no part of their jitter; the learning rate did not rise there as far as it was logged.";
        return artifacts.Found(Code, Severity.Low, 0.75, text, items);
    }

    private Excursion? Highest(IEnumerable<Excursion> excursions, int points, Func<int, long> stepOf, MetricSeries? rates)
    {
        Excursion[] found = [.. excursions
            .Where(e => limits.NoiseMultiple.IsCrossedBy(e.Multiples) && limits.Isolation.IsCrossedBy(e.OverOthers) && limits.RelativeIsolation.IsCrossedBy(e.OverOthersRelative))
            .Where(e => (limits.LevelRise.IsCrossedBy(e.OverLevel) && limits.ProgressRise.IsCrossedBy(e.OverFall)) || limits.Doubling.IsCrossedBy(e.OverLevel))
            .Select(e => e with { Step = stepOf(e.Point), StepBefore = stepOf(Math.Max(0, e.Point - 2)) })
            .Where(e => !limits.RateRise.IsCrossedBy(RateRise(rates, e)))];
        return limits.Recurrence.IsCrossedBy((double)found.Length / Math.Max(1, points)) ? null : found.MaxBy(e => e.Height);
    }

    private static double RateRise(MetricSeries? rates, Excursion spike)
    {
        if (rates?.Finite() is not { Count: > 1 } known) return 1;
        (double before, double at) = (double.NaN, double.NaN);
        for (int i = 0; i < known.Count; i++)
        {
            if (known.Steps[i] <= spike.StepBefore) before = known.Values[i];
            if (known.Steps[i] > spike.StepBefore && known.Steps[i] <= spike.Step) at = double.IsNaN(at) ? known.Values[i] : Math.Max(at, known.Values[i]);
        }

        return before > 0 && at > 0 ? Math.Min(at / before, 1e6) : 1;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which there is no level around an excursion.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            10, TrainingReport.Points, 8, 1000, "With fewer points the level around an excursion is not known.", "a running median of five with three points to each side");

        /// <summary>Height in standard deviations of the points around.</summary>
        public Limit NoiseMultiple { get; init; } = Limit.AtMost(
            8, "standard deviations", 1, 1000, "The excursion stands out of the jitter around it.", "eight: losses of batches have heavier tails than normal numbers");

        /// <summary>Height over the third largest jump around.</summary>
        public Limit Isolation { get; init; } = Limit.AtMost(
            4, "ratio", 1, 1000, "The excursion is alone: jumps like it are not the run's habit.", "silent on 54 logs of other people in which no reader saw a spike");

        /// <summary>Height over the level, over the third largest of its kind.</summary>
        public Limit RelativeIsolation { get; init; } = Limit.AtMost(
            2, "ratio", 1, 1000, "Jumps that are as high against their own level are the run's habit, smaller only because the loss has fallen.", "effect: twice the usual");

        /// <summary>Share of points that stand out.</summary>
        public Limit Recurrence { get; init; } = Limit.AtMost(
            0.1, "fraction", 0, 1, "What happens at every tenth point is the run's habit, not an excursion.", "definition: isolated");

        /// <summary>Height over the level around.</summary>
        public Limit LevelRise { get; init; } = Limit.AtMost(
            0.25, "ratio", 0, 100, "The loss was higher by a quarter.", "effect: a quarter of the level");

        /// <summary>Height over the whole fall.</summary>
        public Limit ProgressRise { get; init; } = Limit.AtMost(
            0.1, "fraction", 0, 10, "A tenth of the whole progress was lost for the moment.", "effect: a tenth of the fall");

        /// <summary>Height over the level around, from which the share of the progress does not matter.</summary>
        public Limit Doubling { get; init; } = Limit.AtMost(
            1, "ratio", 0, 100, "The loss more than doubled, however little of the way is left.", "effect: twice the level");

        /// <summary>Rise of the learning rate at the excursion.</summary>
        public Limit RateRise { get; init; } = Limit.AtMost(
            1.2, "ratio", 1, 100, "A rate that was raised on purpose explains the excursion.", "a warm restart or a new phase raises the rate by more than a fifth");
    }
}
