using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The record holds what cannot have been measured: impossible values, columns that are copies, metrics that stand still while the loss moves, steps that go back.</summary>
public sealed class MetricLoggingBug(MetricLoggingBug.Limits limits) : Detector<TrainingArtifacts>
{
    private static readonly (string Train, string Val)[] Twins = [("train_loss", "val_loss"), ("train_accuracy", "val_accuracy"), ("train_r2", "val_r2")];

    private const double FineDigit = 2e-4;
    private const double RoundedToNothing = 2.5;

    /// <summary>With the default limits.</summary>
    public MetricLoggingBug() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.MetricLoggingBug;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.ImpossiblePoints, limits.IdenticalShare, limits.LossFall, limits.LossFallUnknown, limits.ZeroPoints, limits.StepsBack, limits.ChanceShare];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "step", "epoch"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Metrics.Series.Count == 0) return TrainingReport.Lacks("train_loss");
        List<Fault> faults = [.. Impossible(artifacts), .. Copies(artifacts), .. Frozen(artifacts, cancellationToken), .. Zeros(artifacts), .. BelowChance(artifacts, cancellationToken), .. Order(artifacts)];
        Fault[] crossing = [.. faults.Where(f => f.Evidence.CrossesLimit)];
        if (crossing.Length == 0) return artifacts.Clean([.. faults.Select(f => f.Evidence)]);
        return artifacts.Found(Code, crossing.Max(f => f.Severity), crossing.Max(f => f.Confidence), string.Join(" ", crossing.Select(f => f.Sentence)), [.. crossing.Select(f => f.Evidence)]);
    }

    private IEnumerable<Fault> Impossible(TrainingArtifacts artifacts)
    {
        foreach (MetricSeries series in artifacts.Metrics.Series)
        {
            if (PossibleValues.Of(series.Name, artifacts.Parameters.LossFunction, artifacts.Facts.NumClasses is > 1) is not { } possible) continue;
            (int count, int first) = possible.Outside(series);
            yield return new(
                limits.ImpossiblePoints.Judge($"points of {series.Name} outside {possible.Text}", count, series.Name, count > 0 ? series.Steps[first] : null, count > 0 ? series.Steps[first] : null),
                count > 0 ? $"{series.Name} lies outside {possible.Text} at {Significant.Text(count)} of {Significant.Text(series.Count)} points ({Significant.Text(series.Values[first])} at step {TrainingReport.Step(series.Steps[first])}): no such value can be measured." : "",
                Severity.Medium,
                0.95);
        }
    }

    private IEnumerable<Fault> Copies(TrainingArtifacts artifacts)
    {
        foreach ((string train, string val) in Twins)
        {
            if (artifacts.Metrics.Find(train) is not { } one || artifacts.Metrics.Find(val) is not { } other || CommonPoints.Of(one, other) is not { } common) continue;
            // Numbers rounded so far that they repeat themselves are the same by rounding.
            if (limits.FewestPoints.IsCrossedBy(common.Count) || limits.FewestPoints.IsCrossedBy(common.DistinctValues) || (common.DistinctValues < CommonPoints.MostDistinct && 10 * common.DistinctValues < 9 * common.Count && LastDigit.Of(one.Values) > FineDigit)) continue;
            yield return new(
                limits.IdenticalShare.Judge($"share of the points of {train} and {val} that are the same to the last digit", common.SameShare, val, one.Steps[0], one.Steps[^1]),
                $"{train} and {val} are the same to the last digit at {TrainingReport.Percent(common.SameShare)} of {Significant.Text(common.Count)} points: one number was logged twice, or validation runs on the training rows.",
                Severity.Medium,
                0.9);
        }
    }

    private IEnumerable<Fault> Frozen(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        foreach (FrozenMetric frozen in FrozenMetric.In(artifacts, cancellationToken))
        {
            Limit fall = frozen.IsSure ? limits.LossFall : limits.LossFallUnknown;
            yield return new(
                fall.Judge($"fall of {frozen.Mover} over its start, while {frozen.Metric} stands still to the last digit", frozen.Fall, frozen.Metric, frozen.FromStep, frozen.ToStep),
                $"{frozen.Metric} is {Significant.Text(frozen.Value)} at all {Significant.Text(frozen.Count)} points, while {frozen.Mover} falls by {TrainingReport.Percent(frozen.Fall)}: it is not computed from the model that is trained. The share of the largest class does not explain that value.",
                Severity.Medium,
                0.75);
        }
    }

    // A zero that was never measured, among losses that are nowhere near it.
    private IEnumerable<Fault> Zeros(TrainingArtifacts artifacts)
    {
        foreach (MetricSeries loss in new[] { artifacts.Metrics.TrainLoss, artifacts.Metrics.ValLoss }.OfType<MetricSeries>())
        {
            int zeros = 0, first = -1;
            // A loss of the size of its last digit is 0 by rounding.
            double rounded = RoundedToNothing * LastDigit.Of(loss.Values);
            for (int i = 1; i + 1 < loss.Count; i++)
            {
                double before = loss.Values[i - 1], after = loss.Values[i + 1];
                if (loss.Values[i] != 0 || !(before > 0 && after > 0) || Math.Min(before, after) < 0.2 * Math.Max(before, after) || Math.Min(before, after) <= rounded) continue;
                if (zeros++ == 0) first = i;
            }

            yield return new(
                limits.ZeroPoints.Judge($"single points of {loss.Name} that are exactly 0 between others that are not", zeros, loss.Name, first < 0 ? null : loss.Steps[first], first < 0 ? null : loss.Steps[first]),
                first < 0 ? "" : $"{loss.Name} is exactly 0 at step {TrainingReport.Step(loss.Steps[first])}, between {Significant.Text(loss.Values[first - 1])} and {Significant.Text(loss.Values[first + 1])}: a value that was not there was written as 0.",
                Severity.Low,
                0.8);
        }
    }

    // A share read as percent that no guessing could fall to was no percentage.
    private IEnumerable<Fault> BelowChance(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Facts.NumClasses is not ({ } classes and > 1) || Curve.Of(artifacts.Metrics.TrainAccuracy, cancellationToken) is not { } accuracy || Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) yield break;
        if (limits.FewestPoints.IsCrossedBy(accuracy.Count) || loss.End > 0.8 * loss.First) yield break;
        double highest = accuracy.Values[0];
        foreach (double value in accuracy.Values) highest = Math.Max(highest, value);
        yield return new(
            limits.ChanceShare.Judge("largest train_accuracy over that of guessing", highest * classes, accuracy.Name, accuracy.Step(0), accuracy.LastStep),
            $"train_accuracy never exceeds {Significant.Text(highest)}, {TrainingReport.Percent(highest * classes)} of what guessing among {Significant.Text(classes)} classes gives, although train_loss falls: it is no share of right predictions.",
            Severity.Medium,
            0.8);
    }

    private IEnumerable<Fault> Order(TrainingArtifacts artifacts)
    {
        string sentence = artifacts.StepOrder switch
        {
            StepOrder.Scattered => "Steps go back although nothing was resumed: rows were not logged in the order of training.",
            StepOrder.WithinEpochs => "Steps begin again with every epoch: they number batches, not steps of the training.",
            StepOrder.StartedAnew => "Steps begin anew: several trainings were written into one record, of which only the last is judged.",
            _ => "",
        };
        yield return new(limits.StepsBack.Judge("orders of steps that no single training has", sentence.Length > 0 ? 1 : 0, "step"), sentence, Severity.Low, artifacts.StepOrder == StepOrder.StartedAnew ? 0.6 : 0.85);
        if (artifacts.StepOrder != StepOrder.Rising || artifacts.Metrics.TrainLoss is not { } loss) yield break;
        int falls = 0, first = -1;
        for (int i = 1; i < loss.Count; i++)
        {
            if (!(loss.Epochs[i] < loss.Epochs[i - 1])) continue;
            if (falls++ == 0) first = i;
        }

        // A second call of fit counts epochs from 0 again.
        yield return new(
            limits.StepsBack.Judge("times that epochs go back while steps rise, beyond one second start", Math.Max(0, falls - 1), "epoch", first < 0 ? null : loss.Steps[first], first < 0 ? null : loss.Steps[first]),
            first < 0 ? "" : $"Epochs go back {Significant.Text(falls)} times while steps rise, first at step {TrainingReport.Step(loss.Steps[first])}.",
            Severity.Low,
            0.8);
    }

    private sealed record Fault(Evidence Evidence, string Sentence, Severity Severity, double Confidence);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which sameness says nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(5, TrainingReport.Points, 2, 1000, "Fewer points, or fewer different values, may be the same by chance.", "five equal values of three digits have a chance below 1e-12");

        /// <summary>Points outside what a metric can be.</summary>
        public Limit ImpossiblePoints { get; init; } = Limit.AtMost(0, TrainingReport.Points, 0, 1000, "No such value can be measured.", "definitions: a share lies between 0 and 1, R² is at most 1, squares and logarithms of probabilities make no negative loss");

        /// <summary>Share of points at which training and validation are the same.</summary>
        public Limit IdenticalShare { get; init; } = Limit.AtMost(0.95, "fraction", 0, 1, "Two measurements on different rows differ.", "exact; a twentieth for a log that was mended halfway");

        /// <summary>Fall of the loss beside a metric that stands still.</summary>
        public Limit LossFall { get; init; } = Limit.AtMost(0.3, "fraction", 0, 1, "The model changed, the metric did not.", "effect: a third of the loss");

        /// <summary>The same where the share of the largest class or the number of rows is unknown.</summary>
        public Limit LossFallUnknown { get; init; } = Limit.AtMost(0.8, "fraction", 0, 1, "A model that always gives one class, or very few rows, leave a score constant over smaller falls.", "a loss that falls by four fifths comes from predictions that changed");

        /// <summary>Zeros between positive losses.</summary>
        public Limit ZeroPoints { get; init; } = Limit.AtMost(0, TrainingReport.Points, 0, 1000, "A loss does not vanish for a single record.", "exact");

        /// <summary>Disorders of steps and epochs.</summary>
        public Limit StepsBack { get; init; } = Limit.AtMost(0, "times", 0, 1000, "Training goes forward.", "exact");

        /// <summary>Largest accuracy over that of guessing.</summary>
        public Limit ChanceShare { get; init; } = Limit.AtLeast(0.3, "ratio", 0, 1, "Guessing does better.", "with a hundred rows and ten classes a third of chance is two standard deviations below it at every single point");
    }
}
