using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Softmax before a cross-entropy that applies it itself: the loss cannot fall below ln(e + K - 1) - 1, and settles where the accuracy says that it must.</summary>
public sealed class RedundantSoftmax(RedundantSoftmax.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public RedundantSoftmax() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.RedundantSoftmax;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.AboveFloor, limits.AboveBand, limits.Room, limits.Residual, limits.Learnt, limits.OverCalibrated, limits.LateShare];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Facts.NumClasses is not (> 1 and int classes))
            return new Detection.NotAssessable("The number of classes is not known, and with it the floor of the loss.", "Log num_classes in the dataset metadata.");
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("train_loss");
        if (Curve.Of(artifacts.Metrics.TrainAccuracy, cancellationToken) is not { } accuracy) return TrainingReport.Lacks("train_accuracy");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        double floor = Math.Log(Math.E + classes - 1) - 1, share = Math.Clamp(accuracy.End, 0, 1);
        Curve? unseen = Curve.Of(artifacts.Metrics.ValLoss, cancellationToken);
        Curve lowest = unseen is not null && Order.Quantile(unseen.Values, 0) < Order.Quantile(loss.Values, 0) ? unseen : loss, highest = unseen is not null && Order.Quantile(unseen.Values, 1) > Order.Quantile(loss.Values, 1) ? unseen : loss;
        Evidence above = limits.AboveFloor.Judge($"lowest {lowest.Name} less the floor ln(e + K - 1) - 1 = {Significant.Text(floor)} for K = {Significant.Text(classes)}", Math.Max(Order.Quantile(lowest.Values, 0) - floor, -1e6), lowest.Name, lowest.Step(0), lowest.LastStep);
        Evidence band = limits.AboveBand.Judge($"highest {highest.Name} less the ceiling ln(e + K - 1) = {Significant.Text(floor + 1)}", Math.Min(Order.Quantile(highest.Values, 1) - floor - 1, 1e6), highest.Name, highest.Step(0), highest.LastStep);
        if (artifacts.Parameters.EndsInSoftmax() && artifacts.Parameters.TakesLogits())
            return above.CrossesLimit || band.CrossesLimit ? InOtherUnits(artifacts, lowest, highest, floor) : Declared(artifacts, classes, loss, floor, above, band);
        if (band.CrossesLimit || artifacts.Parameters.HasFinalActivation()) return artifacts.Clean(above, band);
        // Probabilities that are sure cost the floor where they are right and one more where they are wrong.
        Evidence residual = limits.Residual.Judge("distance of the final train_loss from the floor + 1 - train_accuracy", Math.Abs(loss.End - (floor + 1 - share)), loss.Name, loss.Step(loss.EndFrom), loss.LastStep);
        Evidence learnt = limits.Learnt.Judge("final train_accuracy, from chance (0) to perfect (1)", (share - 1.0 / classes) / (1 - 1.0 / classes), accuracy.Name, accuracy.Step(accuracy.EndFrom), accuracy.LastStep);
        Evidence over = limits.OverCalibrated.Judge("final train_loss less the largest cross-entropy of a calibrated model of that accuracy", loss.End - Calibrated(share, classes), loss.Name, loss.Step(loss.EndFrom), loss.LastStep);
        Evidence? late = Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is { } learning ? limits.LateShare.JudgeLateShare(learning) : null;
        if (late is not { CrossesLimit: false }) return late is null ? artifacts.Clean(above, residual, learnt, over) : artifacts.Clean(above, residual, learnt, over, late);
        if (above.CrossesLimit || residual.CrossesLimit || learnt.CrossesLimit || !over.CrossesLimit) return artifacts.Clean(above, residual, learnt, over, late);
        string text = $"train_loss never falls below {Significant.Text(floor)}, the floor of a cross-entropy over {Significant.Text(classes)} classes that is fed probabilities instead of logits, and ends at {Significant.Text(loss.End)}, "
            + $"where a train_accuracy of {Significant.Text(share, 3)} puts it ({Significant.Text(floor + 1 - share)}). A plain cross-entropy of a calibrated model of that accuracy is at most {Significant.Text(Calibrated(share, classes), 3)}."
            + (artifacts.Parameters.EndsInSoftmax() ? " The declared final activation is softmax." : " Label smoothing raises the loss as well; none is declared.");
        return artifacts.Found(Code, Severity.Medium, artifacts.Parameters.EndsInSoftmax() ? 0.97 : 0.85, text, above, residual, learnt, over, late);
    }

    private Detection Declared(TrainingArtifacts artifacts, int classes, Curve loss, double floor, Evidence above, Evidence band)
        => artifacts.Found(Code, Severity.Medium, 0.95, $"The model is declared to end in softmax, and {artifacts.Parameters.LossFunction} applies softmax itself. The record agrees: every loss lies between {Significant.Text(floor)} and {Significant.Text(floor + 1)}, the floor and the ceiling that probabilities fed as logits leave for {Significant.Text(classes)} classes, and train_loss ends at {Significant.Text(loss.End)}. "
            + "Gradients pass both of them, and the nearer the model comes to being sure, the less is left of them.", above, band);

    // A loss times a constant, as a sum over the batch, leaves its floor and its ceiling in proportion.
    private Detection InOtherUnits(TrainingArtifacts artifacts, Curve lowest, Curve highest, double floor)
    {
        double least = Order.Quantile(lowest.Values, 0), most = Order.Quantile(highest.Values, 1);
        Evidence room = limits.Room.Judge($"highest loss over lowest loss, divided by ln(e + K - 1) / (ln(e + K - 1) - 1) = {Significant.Text((floor + 1) / floor)}", least > 0 ? Math.Min(most / least / ((floor + 1) / floor), 1e6) : 1e6, lowest.Name, lowest.Step(0), lowest.LastStep);
        return room.CrossesLimit
            ? artifacts.Clean(room)
            : artifacts.Found(Code, Severity.Medium, 0.8, $"The model is declared to end in softmax, and {artifacts.Parameters.LossFunction} applies softmax itself. In whatever unit, such a loss can fall to 1 in {Significant.Text((floor + 1) / floor, 3)} of its largest value and no further, and the recorded ones, from {Significant.Text(most)} to {Significant.Text(least)}, stay within that.", room with { Limit = null, Side = null });
    }

    // Equally sure of every row, and as often right as sure: every other calibrated model of the accuracy has a smaller loss.
    private static double Calibrated(double share, int classes)
        => (share > 0 ? -share * Math.Log(share) : 0) + (share < 1 ? -(1 - share) * Math.Log((1 - share) / (classes - 1)) : 0);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the loss may not have settled.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 4, 1000, "With fewer points the loss has hardly moved.", "three points of end beside those of start");

        /// <summary>Lowest loss less the floor.</summary>
        public Limit AboveFloor { get; init; } = Limit.AtLeast(
            -0.001, "nats", -1, 1, "A loss below the floor proves that no second softmax is there.", "arithmetic: probabilities lie between 0 and 1; a thousandth for rounding");

        /// <summary>Highest loss less the ceiling.</summary>
        public Limit AboveBand { get; init; } = Limit.AtMost(
            0.001, "nats", 0, 10, "A loss above the ceiling proves that no second softmax is there.", "arithmetic: a certain wrong answer costs ln(e + K - 1); a thousandth for rounding");

        /// <summary>Highest loss over lowest, in what a second softmax leaves of it.</summary>
        public Limit Room { get; init; } = Limit.AtMost(
            1.001, "ratio", 0.1, 10, "The loss moves further than between the floor and the ceiling, in whatever unit.", "arithmetic; a thousandth for rounding");

        /// <summary>Distance of the final loss from where the accuracy puts it.</summary>
        public Limit Residual { get; init; } = Limit.AtMost(
            0.05, "nats", 0, 1, "The loss is not the one that sure probabilities fed as logits would give.", "arithmetic: probabilities of 0.95 for the label instead of 1 cost 0.04 more, for 10 classes; a sigmoid in place of softmax costs more");

        /// <summary>Final accuracy, from chance to perfect.</summary>
        public Limit Learnt { get; init; } = Limit.AtLeast(
            0.3, "fraction", 0, 1, "So little was learnt that a plain cross-entropy would lie in the same band.", "at chance both losses are near ln K");

        /// <summary>Final loss less the largest cross-entropy of a calibrated model of the same accuracy.</summary>
        public Limit OverCalibrated { get; init; } = Limit.AtMost(
            0.2, "nats", 0, 5, "The loss is higher than the accuracy allows, unless something keeps the probabilities from being sure.", "entropy of a constant confidence; 0.2 for models that are still unsure");

        /// <summary>Share of the whole fall of training loss that came in the last quarter.</summary>
        public Limit LateShare { get; init; } = Limit.AtMost(
            0.08, "fraction", 0, 1, "The loss has not settled: it is high because training is slow.", "an exponential fall over three time constants spends 0.06 in its last quarter");
    }
}
