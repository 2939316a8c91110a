using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;
using DeepFix.Detectors.Training;
using DeepFix.Statistics;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>The last activation cannot produce the range of the targets, or cuts the logits that the loss expects.</summary>
public sealed class WrongFinalActivationDetector(WrongFinalActivationDetector.Limits limits) : Detector<RunArtifacts>
{
    /// <summary>With the default limits.</summary>
    public WrongFinalActivationDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.WrongFinalActivation;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.StillPoints, limits.AboveFloor, limits.Reach, limits.VarianceShare, limits.VarianceAgreement, limits.UnitVariance, limits.Attained];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["model.final_activation", "loss_function", "train_loss", "val_loss", "train_accuracy", "train_r2", "splits.train.target"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Training is not { Parameters: { FinalActivation: { } last, LossFunction.Length: > 0 } } training)
            return new Detection.NotAssessable("The last activation or the loss function is not declared.", "Log model.final_activation and loss_function in params.yaml.");
        if (OnOneUnit(training, cancellationToken) is { } constant) return constant;
        if (training.Parameters.OutputRange() is not { } range) return new Detection.Clean(training.Declared($"declared last activation, {last}, bounds or cuts the output (1) or not (0)", 0, "model.final_activation"));
        if (training.Parameters.TakesLogits()) return OnLogits(training, range, cancellationToken);
        if (training.Parameters.ComparesProbabilities() && range != (0, 1))
            return Judged(training, $"The model is declared to end in {last}, and {training.Parameters.LossFunction} takes probabilities. Numbers outside of 0 to 1 are none, and at 0 the loss has no gradient that leads back.", [], 0.9, cancellationToken);
        return training.Facts.TaskType != "classification" && training.Parameters.ComparesNumbers()
            ? OnTargets(training, artifacts.Dataset?.Plausible().Splits.GetValueOrDefault("train")?.Target, range, cancellationToken)
            : new Detection.Clean(training.Declared($"the pair {last} and {training.Parameters.LossFunction} is a known contradiction (1) or not (0)", 0, "model.final_activation"));
    }

    // Binary cross-entropy compares one number a row; a softmax over one number is 1. Of two numbers a row it is none: then the loss moves.
    private Detection? OnOneUnit(TrainingArtifacts training, CancellationToken cancellationToken)
    {
        if (!training.Parameters.EndsInSoftmax() || !training.Parameters.ComparesProbabilities() || Curve.Of(training.Metrics.ValLoss ?? training.Metrics.TrainLoss, cancellationToken) is not { } loss) return null;
        // With a gradient, or without anything to train, the model stands still for another reason.
        if (training.Parameters.NumTrainableParameters is 0 || Curve.Of(training.Metrics.GradNorm, cancellationToken) is { } norm && norm.Values.IndexOfAnyExcept(0.0) >= 0) return null;
        int same = loss.Values.IndexOfAnyExcept(loss.First) is var moved and >= 0 ? moved : loss.Count;
        Evidence still = limits.StillPoints.Judge($"points of {loss.Name} that equal its first to the last digit, up to the first that does not", same, loss.Name, loss.Step(0), loss.Step(Math.Max(0, same - 1))) with { Source = training.Metrics.Source };
        return still.CrossesLimit && same == loss.Count
            ? Judged(training, $"The model is declared to end in softmax, and {training.Parameters.LossFunction} compares one number a row. A softmax over a single unit is 1 whatever it is fed: {loss.Name} is {Significant.Text(loss.First)} at all {Significant.Text(same)} points to the last digit, and no gradient ever arises.", [still], 0.95, cancellationToken)
            : null;
    }

    private Detection OnLogits(TrainingArtifacts training, (double Low, double High) range, CancellationToken cancellationToken)
    {
        string pair = $"The model is declared to end in {training.Parameters.FinalActivation}, and {training.Parameters.LossFunction} takes logits, which it makes probabilities of itself.";
        double width = range.High - range.Low;
        if (double.IsInfinity(width)) return Judged(training, pair + " The activation flattens negative logits at 0, where they get no gradient or hardly any: a class whose logit is negative for all rows is never learnt.", [], 0.9, cancellationToken);
        if (training.Facts.NumClasses is not (> 1 and int classes) || LowestLoss(training, cancellationToken) is not { } lowest) return Judged(training, pair, [], 0.9, cancellationToken);
        double floor = Math.Log(1 + ((classes - 1) * Math.Exp(-width)));
        Evidence above = limits.AboveFloor.Judge($"lowest loss less the floor ln(1 + (K - 1) exp(-{Significant.Text(width)})) = {Significant.Text(floor)} for K = {Significant.Text(classes)}", Math.Clamp(lowest.Loss - floor, -1e6, 1e6), lowest.Series) with { Source = training.Metrics.Source };
        if (above.CrossesLimit) return new Detection.Clean(above);
        return Judged(training, $"{pair} Logits between {Significant.Text(range.Low)} and {Significant.Text(range.High)} cannot be sure: no loss of {Significant.Text(classes)} classes can fall below {Significant.Text(floor)}, and none recorded does.", [], 0.95, cancellationToken);
    }

    private Detection OnTargets(TrainingArtifacts training, Moments? target, (double Low, double High) range, CancellationToken cancellationToken)
    {
        string source = training.Metrics.Source, last = training.Parameters.FinalActivation!;
        double? variance = Variance(training, cancellationToken);
        Evidence? spread = variance is { } seen && double.IsFinite(range.High)
            ? limits.VarianceShare.Judge($"variance of the targets, train_loss / (1 - train_r2), over the largest of numbers between {Significant.Text(range.Low)} and {Significant.Text(range.High)}", Math.Min(seen / (Math.Pow(range.High - range.Low, 2) / 4), 1e6), "train_r2") with { Source = source }
            : null;
        if (spread is { CrossesLimit: true }) return Judged(training, $"The model is declared to end in {last}, whose numbers lie between {Significant.Text(range.Low)} and {Significant.Text(range.High)}. train_loss and train_r2 together say that the targets have a variance of {Significant.Text(variance!.Value, 3)}, more than any numbers of that range can have.", [spread], 0.97, cancellationToken);
        if (target is not { Std: > 0 and { } std, Min: { } least, Max: { } most } || !AreOfOneScale(variance, std, least, range))
            return OnStandardised(training, range, variance, cancellationToken) ?? new Detection.NotAssessable($"Whether the targets lie in the range of {last} is not known: their statistics are missing, or belong to another scale than the loss.", "Log splits.train.target with mean, std, min and max, as the model is fed them, in dataset/statistics.json.");
        double reach = Math.Clamp(Math.Max(range.Low - least, double.IsFinite(range.High) ? most - range.High : -1e6) / std, -1e6, 1e6);
        Evidence beyond = limits.Reach.Judge($"reach of the targets beyond the range of {last}, in their standard deviations", reach, "splits.train.target");
        return beyond.CrossesLimit
            ? Judged(training, $"The model is declared to end in {last}, and the targets run from {Significant.Text(least, 3)} to {Significant.Text(most, 3)}: {Significant.Text(reach, 2)} standard deviations of them lie where no output can be.", [beyond], 0.97, cancellationToken)
            : new Detection.Clean(beyond);
    }

    // Negative targets stay negative in any unit, unless they were squeezed into 0 to 1, where no variance exceeds a quarter.
    private bool AreOfOneScale(double? variance, double deviation, double least, (double Low, double High) range)
    {
        if (variance is not { } used) return true;
        const double LargestOfUnitRange = 0.25;
        bool isNegativeInAnyUnit = double.IsInfinity(range.High) && least < 0 && used > LargestOfUnitRange;
        return isNegativeInAnyUnit || !limits.VarianceAgreement.IsCrossedBy(Math.Min(Math.Abs((used / (deviation * deviation)) - 1), 1e6));
    }

    // Without statistics of the target: a variance of 1 is what standardising leaves, and half of such targets are negative.
    private Detection? OnStandardised(TrainingArtifacts training, (double Low, double High) range, double? variance, CancellationToken cancellationToken)
    {
        if (double.IsFinite(range.High) || variance is not { } seen || Attainment.OnTraining(training, cancellationToken) is not { } attainment) return null;
        Evidence unit = limits.UnitVariance.Judge("distance of the variance of the targets, train_loss / (1 - train_r2), from 1", Math.Min(Math.Abs(seen - 1), 1e6), "train_r2") with { Source = training.Metrics.Source };
        Evidence attained = attainment.JudgedBy(limits.Attained) with { Source = training.Metrics.Source };
        return unit.CrossesLimit && attained.CrossesLimit
            ? new Detection.Found(DataFinding.Of(Code, Severity.Low, Certainty.Even, $"The model is declared to end in {training.Parameters.FinalActivation}, which gives no negative number. The targets have a variance of {Significant.Text(seen, 4)}, as standardised ones have, of which half are negative, and train_r2 ends at {Significant.Text(attained.Value, 3)}. The targets themselves were not summarised, so look at their smallest value first.", unit, attained))
            : null;
    }

    private Detection Judged(TrainingArtifacts training, string text, IReadOnlyList<Evidence> evidence, double confidence, CancellationToken cancellationToken)
    {
        if (Attainment.OnTraining(training, cancellationToken) is not { } attainment)
            return new Detection.Found(DataFinding.Of(Code, Severity.Low, Certainty.Even, text + " Whether that hurts cannot be told, for lack of a score on the training rows.", evidence.Count > 0 ? evidence : [training.Declared("settings that contradict each other", 1, "model.final_activation")]));
        Evidence attained = attainment.JudgedBy(limits.Attained) with { Source = training.Metrics.Source };
        return attained.CrossesLimit
            ? new Detection.Found(DataFinding.Of(Code, Severity.Medium, confidence, $"{text} The training rows are not fitted: {attainment.Metric} has come {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect.", [.. evidence, attained]))
            : new Detection.Found(DataFinding.Of(Code, Severity.Low, Certainty.Even, $"{text} The training rows are fitted all the same: {attainment.Metric} has come {TrainingReport.Percent(attained.Value)} of the way.", [.. evidence, attained with { Limit = null, Side = null }]));
    }

    private static (double Loss, string Series)? LowestLoss(TrainingArtifacts training, CancellationToken cancellationToken)
    {
        (double Loss, string Series)? lowest = null;
        foreach (MetricSeries? series in (MetricSeries?[])[training.Metrics.TrainLoss, training.Metrics.ValLoss])
        {
            if (Curve.Of(series, cancellationToken) is not { } curve) continue;
            double least = Order.Quantile(curve.Values, 0);
            if (lowest is null || least < lowest.Value.Loss) lowest = (least, curve.Name);
        }

        return lowest;
    }

    // Of a squared error, R² = 1 - loss / variance, at every point.
    private static double? Variance(TrainingArtifacts training, CancellationToken cancellationToken)
    {
        bool isSquared = training.Parameters.LossFunction is { } loss && (loss.Contains("mse", StringComparison.OrdinalIgnoreCase) || loss.Contains("mean_squared", StringComparison.OrdinalIgnoreCase) || loss.Contains("MeanSquared", StringComparison.OrdinalIgnoreCase));
        if (!isSquared || Curve.Of(training.Metrics.TrainLoss, cancellationToken) is not { } losses || Curve.Of(training.Metrics.Find("train_r2"), cancellationToken) is not { } scores) return null;
        var variances = new List<double>();
        for (int i = 0; i < losses.Count; i++)
        {
            int same = scores.PointAt(losses.Step(i));
            double variance = losses.Values[i] / (1 - scores.Values[same]);
            if (scores.Step(same) == losses.Step(i) && double.IsFinite(variance) && variance > 0) variances.Add(variance);
        }

        return variances.Count > 0 ? Order.Median(variances.ToArray()) : null;
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points at which the loss is the same to the last digit.</summary>
        public Limit StillPoints { get; init; } = Limit.AtMost(4, "points", 1, 1000, "The output is a constant.", "Five equal values of six digits are no chance.");

        /// <summary>Lowest loss less the floor that bounded logits leave.</summary>
        public Limit AboveFloor { get; init; } = Limit.AtLeast(-0.001, "nats", -1, 1, "A loss below the floor proves that the logits are not bounded so.", "Arithmetic; a thousandth for rounding.");

        /// <summary>Reach of the targets beyond the output's range, in their standard deviations.</summary>
        public Limit Reach { get; init; } = Limit.AtMost(0.5, "standard deviations", 0, 100, "Targets lie where no output can be.", "Effect: half a deviation; labels that touch the border by rounding stay below.");

        /// <summary>Variance of the targets over the largest that the output's range allows.</summary>
        public Limit VarianceShare { get; init; } = Limit.AtMost(1.05, "ratio", 1, 100, "No numbers of the output's range have such a variance.", "Popoviciu's inequality: a quarter of the squared range; a twentieth for rounding.");

        /// <summary>Difference between the variance of the statistics and the one that the loss was made of, over the former.</summary>
        public Limit VarianceAgreement { get; init; } = Limit.AtMost(0.25, "ratio", 0, 10, "The statistics are of targets on another scale than the model's.", "Samples of a hundred rows differ by a fifth at most.");

        /// <summary>Distance of the variance of the targets from 1.</summary>
        public Limit UnitVariance { get; init; } = Limit.AtLeast(0.1, "variance", 0, 10, "Targets of unit variance are standardised ones, so that half of them are negative.", "Arithmetic; a tenth for scaling by another split's deviation.");

        /// <summary>Final training score, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(0.9, "fraction", 0, 1, "The training rows themselves are not fitted.", "Effect: a tenth of the scale.");
    }
}
