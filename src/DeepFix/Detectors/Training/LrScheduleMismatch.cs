using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The logged learning rate contradicts the declared scheduler.</summary>
public sealed class LrScheduleMismatch(LrScheduleMismatch.Limits limits) : Detector<TrainingArtifacts>
{
    private const double Exact = 0.9;
    private const double Likely = 0.6;

    /// <summary>With the default limits.</summary>
    public LrScheduleMismatch() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.LrScheduleMismatch;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits
        => [limits.FewestPoints, limits.ConstantSpread, limits.MovingSpread, limits.Coverage, limits.RiseAgain, limits.Drops, limits.ChangedShare, limits.EndShare, limits.Overdue, limits.WarmupStart];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["learning_rate", "scheduler", "num_epochs", "val_loss", "train_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (DeclaredSchedule.Of(artifacts.Parameters) is not { } declared)
            return new Detection.NotAssessable("No schedule of the learning rate is declared.", "Log scheduler in params.yaml, none where there is none.");
        if (declared.Kind == ScheduleKind.Unknown)
            return new Detection.NotAssessable($"What a schedule called {declared.Name} promises is not known.", "Log scheduler under the name that its framework gives it.");
        if (RateCourse.Of(artifacts, cancellationToken) is not { } rate) return TrainingReport.Lacks("learning_rate");
        if (limits.FewestPoints.IsCrossedBy(rate.Count))
            return new Detection.NotAssessable($"learning_rate has {Significant.Text(rate.Count)} points, too few for the shape of a schedule.", "Log learning_rate once an epoch.");
        if (artifacts.StepOrder is StepOrder.Resumed or StepOrder.StartedAnew)
            return new Detection.NotAssessable("Several sessions were joined; a schedule may begin anew with each.", "Write each session to a file of its own.");
        List<Clash> clashes = [.. Clashes(artifacts, declared, rate, cancellationToken)];
        Clash[] crossing = [.. clashes.Where(c => c.Evidence.CrossesLimit)];
        if (crossing.Length == 0) return artifacts.Clean([.. clashes.Select(c => c.Evidence)]);
        double confidence = crossing.Max(c => c.Confidence);
        string text = $"The declared scheduler is {declared.Name}, but {string.Join("; ", crossing.Select(c => c.Sentence))}. Warm-up and the rounding of logged numbers are allowed for.";
        return artifacts.Found(Code, confidence >= Exact ? Severity.Medium : Severity.Low, confidence, text, [.. crossing.Select(c => c.Evidence)]);
    }

    private IEnumerable<Clash> Clashes(TrainingArtifacts artifacts, DeclaredSchedule declared, RateCourse rate, CancellationToken cancellationToken)
    {
        if (declared.Kind == ScheduleKind.Constant)
        {
            int from = declared.HasWarmup ? rate.Peak : 0;
            yield return new Clash(
                limits.ConstantSpread.Judge("largest less smallest learning rate over the largest", rate.SpreadFrom(from), rate.Name, rate.Step(from), rate.LastStep),
                $"the logged rate does not stand still: it goes from {Significant.Text(rate.At(from))} to {Significant.Text(rate.At(rate.Count - 1))}",
                Exact);
        }
        else if (declared.Kind != ScheduleKind.Plateau && IsCovered(artifacts, rate))
        {
            yield return StandsStill(artifacts, declared, rate);
        }

        if (declared.Kind is not (ScheduleKind.Constant or ScheduleKind.Cyclic)) yield return Rise(rate);
        if (declared.Kind is ScheduleKind.Step or ScheduleKind.Plateau && !rate.FallsByOneFactor())
            yield return new Clash(limits.ChangedShare.Judge("share of points at which the learning rate changes", (double)rate.ChangesAfterPeak() / rate.Count, rate.Name, rate.FirstStep, rate.LastStep), "the logged rate changes all the time instead of standing still between few drops", Exact);
        if (declared.Kind == ScheduleKind.Annealing && Steps(rate) is { } steps) yield return steps;
        if (declared.Kind == ScheduleKind.OneCycle && NoCycle(artifacts, rate) is { } cycle) yield return cycle;
        if (declared.Kind is ScheduleKind.Annealing && declared.Floor is null && IsComplete(artifacts, rate) && rate.SpreadFrom(rate.Peak) > limits.MovingSpread.Value)
            yield return new Clash(limits.EndShare.Judge("last learning rate over the largest, after all planned epochs", rate.End, rate.Name, rate.LastStep, rate.LastStep), $"after all planned epochs the rate is still {TrainingReport.Percent(rate.End)} of its peak: the schedule is longer than the training", Likely);
        if (declared.Patience is { } patience && LongestStanding(artifacts, rate, cancellationToken) is { } standing && !(declared.Floor >= rate.At(rate.Count - 1)))
            yield return new Clash(limits.Overdue.Judge("evaluations without improvement of any loss or score at one rate, over the declared patience", standing / Math.Max(1, patience), rate.Name, rate.FirstStep, rate.LastStep), $"nothing that was logged improved over {Significant.Text(standing)} evaluations, and with a patience of {Significant.Text(patience)} the rate should have fallen", Exact);
        if (declared.WarmupEpochs is >= 2 && rate.Epochs is { } span && rate.Count >= span)
            yield return new Clash(limits.WarmupStart.Judge("first learning rate over the largest, with a warm-up of two epochs or more", rate.Start, rate.Name, rate.FirstStep, rate.FirstStep), $"the warm-up of {Significant.Text(declared.WarmupEpochs.Value)} epochs is not there: the log begins at {TrainingReport.Percent(rate.Start)} of the largest rate", Exact);
    }

    private Clash StandsStill(TrainingArtifacts artifacts, DeclaredSchedule declared, RateCourse rate)
    {
        bool isStepKnown = declared.FirstDrop is { } drop && rate.Epochs is { } epochs && epochs > drop + 1;
        bool isStep = declared.Kind == ScheduleKind.Step;
        Evidence spread = limits.MovingSpread.Judge("largest less smallest learning rate over the largest", rate.SpreadFrom(0), rate.Name, rate.FirstStep, rate.LastStep);
        // A schedule of steps may be too long for the training, which is no contradiction where its length is declared.
        if (isStep && !isStepKnown && (declared.FirstDrop is not null || !IsComplete(artifacts, rate))) spread = spread with { Limit = null, Side = null };
        return new Clash(spread, $"the logged rate stands still at {Significant.Text(rate.Largest)} for all {Significant.Text(rate.Count)} points", isStep && !isStepKnown ? Likely : Exact);
    }

    private Clash Rise(RateCourse rate)
    {
        (double share, int at) = rate.RiseAfterPeak();
        return new Clash(limits.RiseAgain.Judge("rise of the learning rate after its peak, over the peak", share, rate.Name, rate.FirstStep, rate.Step(at)), $"the rate rises again, by {TrainingReport.Percent(share)} of its peak until {rate.Place(at)}: the schedule is moved on too often, or is shorter than the training", Exact);
    }

    private Clash? Steps(RateCourse rate)
    {
        if (rate.Count < 2 * limits.FewestPoints.Value || rate.Epochs is null || rate.SpreadFrom(rate.Peak) <= limits.MovingSpread.Value) return null;
        int drops = rate.ChangesAfterPeak();
        return new Clash(limits.Drops.Judge("changes of the learning rate after its peak", drops, rate.Name, rate.FirstStep, rate.LastStep), $"the logged rate changes at {Significant.Text(drops)} points only and stands still between them", Exact);
    }

    private Clash? NoCycle(TrainingArtifacts artifacts, RateCourse rate)
    {
        if (rate.Count < 2 * limits.FewestPoints.Value || rate.SpreadFrom(0) <= limits.MovingSpread.Value) return null;
        if (rate.Start >= 1 - 1e-3)
            return new Clash(limits.WarmupStart.Judge("first learning rate over the largest, where one cycle is declared", rate.Start, rate.Name, rate.FirstStep, rate.FirstStep), "the logged rate begins at its peak: the rising half of the cycle is not there", Exact);
        return IsComplete(artifacts, rate) ? new Clash(limits.EndShare.Judge("last learning rate over the largest, after all planned epochs", rate.End, rate.Name, rate.LastStep, rate.LastStep), $"after all planned epochs the rate is still {TrainingReport.Percent(rate.End)} of its peak: the falling half of the cycle is not there", Exact) : null;
    }

    // The longest stretch at one rate over which neither loss nor any score had a new best.
    private static double? LongestStanding(TrainingArtifacts artifacts, RateCourse rate, CancellationToken cancellationToken)
    {
        Curve[] watched = [.. new[] { "val_loss", "train_loss", "val_accuracy", "train_accuracy" }.Select(n => Curve.Of(artifacts.Metrics.Find(n), cancellationToken)).OfType<Curve>()];
        if (watched.Length < 2 || watched.Any(w => w.Count != rate.Count)) return null;
        double[] best = [.. watched.Select(w => w.Name.EndsWith("loss", StringComparison.Ordinal) ? double.PositiveInfinity : double.NegativeInfinity)];
        int standing = 0, longest = 0;
        for (int i = 0; i < rate.Count; i++)
        {
            bool isBetter = i == 0 || Math.Abs(rate.At(i) - rate.At(i - 1)) > 1e-3 * rate.At(i - 1);
            for (int w = 0; w < watched.Length; w++)
            {
                double value = watched[w].Values[i];
                if (watched[w].Name.EndsWith("loss", StringComparison.Ordinal) ? value >= best[w] : value <= best[w]) continue;
                (best[w], isBetter) = (value, true);
            }

            standing = isBetter ? 0 : standing + 1;
            longest = Math.Max(longest, standing);
        }

        return longest;
    }

    private bool IsCovered(TrainingArtifacts artifacts, RateCourse rate)
        => artifacts.Parameters.NumEpochs is not ({ } planned and > 0) || rate.Epochs is not { } epochs || !limits.Coverage.IsCrossedBy(epochs / planned);

    private static bool IsComplete(TrainingArtifacts artifacts, RateCourse rate)
        => artifacts.Parameters.NumEpochs is { } planned and > 0 && rate.Epochs >= 0.95 * planned;

    private sealed record Clash(Evidence Evidence, string Sentence, double Confidence);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which a schedule has no shape.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 3, 1000, "With fewer points a schedule has no shape.", "two points to each side of a turn");

        /// <summary>Spread of a rate that is declared constant.</summary>
        public Limit ConstantSpread { get; init; } = Limit.AtMost(
            0.05, "fraction", 0, 1, "A constant rate stands still.", "rounding of logged numbers stays below a twentieth");

        /// <summary>Spread of a rate that is declared to move.</summary>
        public Limit MovingSpread { get; init; } = Limit.AtLeast(
            0.001, "fraction", 0, 1, "A schedule that moves is seen to move.", "over a fifth of its length a cosine falls by a tenth; a thousandth is rounding");

        /// <summary>Share of the planned epochs without which a schedule need not have moved.</summary>
        public Limit Coverage { get; init; } = Limit.AtLeast(
            0.2, "fraction", 0, 1, "Too little of the schedule was run through.", "a cosine has fallen by a tenth then");

        /// <summary>Rise of the rate after its peak.</summary>
        public Limit RiseAgain { get; init; } = Limit.AtMost(
            0.05, "fraction", 0, 1, "A schedule that only falls does not rise again.", "rounding and means over an epoch stay below a twentieth");

        /// <summary>Changes of a rate that is declared to fall all the time.</summary>
        public Limit Drops { get; init; } = Limit.AtLeast(
            4, "changes", 1, 1000, "A curve changes at nearly every point.", "a stepwise schedule has two or three drops as a rule (He et al. 2016)");

        /// <summary>Share of points at which a stepwise rate changes.</summary>
        public Limit ChangedShare { get; init; } = Limit.AtMost(
            0.5, "fraction", 0, 1, "A stepwise rate stands still at most points.", "more changes than stretches");

        /// <summary>Last rate over the largest after all planned epochs.</summary>
        public Limit EndShare { get; init; } = Limit.AtMost(
            0.5, "fraction", 0, 1, "A schedule that anneals has come down by the end.", "half of the way of a cosine");

        /// <summary>Evaluations without improvement over the patience.</summary>
        public Limit Overdue { get; init; } = Limit.AtMost(
            2, "ratio", 1, 100, "The plateau that the schedule waits for was there.", "twice the patience: a cooldown and a threshold of improvement are allowed for");

        /// <summary>First rate over the largest where a rise is declared.</summary>
        public Limit WarmupStart { get; init; } = Limit.AtMost(
            0.999, "fraction", 0, 1, "A rate that is warmed up begins below its peak.", "exact up to rounding");
    }
}
