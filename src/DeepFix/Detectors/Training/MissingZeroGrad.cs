using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Gradients of earlier steps are added to the present one: the norm grows with the number of steps, and no single batch moves it any more.</summary>
public sealed class MissingZeroGrad(MissingZeroGrad.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public MissingZeroGrad() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.MissingZeroGrad;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.FewestSteps, limits.Growth, limits.Scatter, limits.Attained];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["grad_norm", "grad_norm_max", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.GradNorm, cancellationToken) is not { } mean) return TrainingReport.Lacks("grad_norm");
        if (Curve.Of(artifacts.Metrics.Find("grad_norm_max"), cancellationToken) is not { } largest) return TrainingReport.Lacks("grad_norm_max");
        if (limits.FewestPoints.IsCrossedBy(Math.Min(mean.Count, largest.Count))) return TrainingReport.TooShort(mean.Count < largest.Count ? mean : largest, limits.FewestPoints);
        double steps = StepsBetween(artifacts, mean);
        if (limits.FewestSteps.IsCrossedBy(steps))
            return new Detection.NotAssessable($"About {Significant.Text(steps, 3)} steps lie between two records of grad_norm: whether it scatters from step to step does not show.", "Log grad_norm and grad_norm_max once an epoch of several steps, with the number of the step.");
        if (ScatterOf(mean, largest) is not { } ratio) return new Detection.NotAssessable("grad_norm and grad_norm_max were not logged at the same steps, or are 0.", "Log grad_norm and grad_norm_max together.");
        Evidence scatter = limits.Scatter.Judge("grad_norm_max over grad_norm, median of the second half", ratio, largest.Name, largest.Step(largest.Count / 2), largest.LastStep);
        Evidence growth = limits.Growth.Judge("grad_norm at the end over its first value", mean.First > 0 ? Math.Min(mean.End / mean.First, 1e6) : 0, mean.Name, mean.Step(0), mean.LastStep);
        if (!scatter.CrossesLimit || !growth.CrossesLimit) return artifacts.Clean(growth, scatter);
        // A sum that begins at nothing grows most in its first epoch: there its largest is far above its mean.
        if (limits.Scatter.IsCrossedBy(FirstScatter(mean, largest)))
            return new Detection.NotAssessable("grad_norm_max is about grad_norm from the first record on, where even gradients that are never cleared differ: it is not the largest of the steps between two records, or the record begins late.", "Log grad_norm as the mean and grad_norm_max as the largest of the steps of an epoch, from the first epoch on.");
        bool isSpoilt = Attainment.Best(artifacts, cancellationToken) is not { } attainment || limits.Attained.IsCrossedBy(attainment.Score);
        return artifacts.Found(Code, isSpoilt ? Severity.High : Severity.Medium, 0.96,
            $"grad_norm grows from {Significant.Text(mean.First, 3)} to {Significant.Text(mean.End, 3)}, and within an epoch it hardly moves: over the second half its largest value is {Significant.Text(ratio, 4)} times its mean, though about {Significant.Text(steps, 3)} batches go into it. "
            + "Gradients of single batches scatter more than that; a sum over all steps so far does not. So gradients are not cleared between steps. An ordinary explosion scatters from step to step, and clipping holds the norm instead of letting it grow.", growth, scatter);
    }

    private static double StepsBetween(TrainingArtifacts artifacts, Curve mean)
    {
        if (artifacts.Facts.TrainRows is > 0 and long rows && artifacts.Parameters.BatchSize is > 0 and int batch) return Math.Ceiling((double)rows / batch);
        var gaps = new double[mean.Count - 1];
        for (int i = 1; i < mean.Count; i++) gaps[i - 1] = mean.Step(i) - mean.Step(i - 1);
        return Order.Median(gaps);
    }

    private static double FirstScatter(Curve mean, Curve largest) => mean.Step(0) == largest.Step(0) && mean.First > 0 ? largest.First / mean.First : 1;

    private static double? ScatterOf(Curve mean, Curve largest)
    {
        var ratios = new List<double>();
        for (int i = largest.Count / 2; i < largest.Count; i++)
        {
            int same = mean.PointAt(largest.Step(i));
            if (mean.Step(same) == largest.Step(i) && mean.Values[same] > 0) ratios.Add(Math.Min(largest.Values[i] / mean.Values[same], 1e6));
        }

        return ratios.Count > 0 ? Math.Max(Order.Median(ratios.ToArray()), -1e6) : null;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the norm shows no growth.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            4, TrainingReport.Points, 3, 1000, "With fewer points growth is a single jump.", "three points of end beside the first");

        /// <summary>Steps between two records.</summary>
        public Limit FewestSteps { get; init; } = Limit.AtLeast(
            5, "steps", 2, 1000, "Of one step the largest norm is the mean, whatever happens.", "the largest of five equal scatters lies a standard deviation above their mean");

        /// <summary>Gradient norm at the end over its first value.</summary>
        public Limit Growth { get; init; } = Limit.AtMost(
            2, "ratio", 1, 1000, "The norm doubled and more since the first epoch.", "a sum of like gradients grows with their number, one of unlike ones with its root");

        /// <summary>Largest gradient norm of an epoch over its mean, late in the run.</summary>
        public Limit Scatter { get; init; } = Limit.AtLeast(
            1.1, "ratio", 1, 10, "The norm does not feel single batches any more.", "batches scatter by a fifth and more in every plain run looked at; one of a hundred summed gradients moves the sum by a hundredth");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.7, "fraction", 0, 1, "The run is spoilt, not only disturbed.", "as for vanishing gradients");
    }
}
