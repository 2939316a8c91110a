using DeepFix.Artifacts;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Initial weights are of a scale that hinders learning: far from the norm that keeps signals alive from layer to layer.</summary>
public sealed class BadInitialization(BadInitialization.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public BadInitialization() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.BadInitialization;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Largest, limits.Smallest, limits.Growth, limits.Shrunk, limits.Attained, limits.LastingCost, limits.FewestErrors, limits.RateRatio];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["weight_norm", "update_ratio", "model.hidden_units", "model.num_layers", "model.num_parameters", "train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate", "weight_decay"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.Find("weight_norm"), cancellationToken) is not { } norm) return ByLoss(artifacts, cancellationToken) ?? TrainingReport.Lacks("weight_norm");
        if (limits.FewestPoints.IsCrossedBy(norm.Count)) return TrainingReport.TooShort(norm, limits.FewestPoints);
        if (UnitsOf(artifacts) is not { } units)
            return ByLoss(artifacts, cancellationToken) ?? new Detection.NotAssessable("How many units the weights belong to is not declared, or the model is a transformer, pretrained, or has embeddings, whose weights are of other norms.", "Log model.hidden_units and model.num_layers in params.yaml.");
        if (norm.Epoch(0) is > 1) return new Detection.NotAssessable($"The record begins at {norm.Place(0)}, after training did.", "Log weight_norm from the first epoch on.");
        double perUnit = Math.Sqrt(units), perFedUnit = Math.Sqrt(Math.Min(units, FedUnitsOf(artifacts.Parameters, artifacts.Facts))), travelled = Travelled(artifacts, norm, cancellationToken), grown = norm.First > 0 ? Math.Min(norm.End / norm.First, 1e6) : 1;
        Evidence largest = limits.Largest.Judge("norm of the initial weights for each unit, at least: weight_norm of the first record less the way since the start, over the square root of the units", Math.Clamp((norm.First - travelled) / perUnit, 0, 1e6), norm.Name, norm.Step(0), norm.Step(0));
        Evidence smallest = limits.Smallest.Judge("norm of the weights for each unit at the first record: weight_norm over the square root of the units, or of thrice the squared norm that Glorot's initialisation gives, where that is less", Math.Clamp(norm.First / perFedUnit, 0, 1e6), norm.Name, norm.Step(0), norm.Step(0));
        Evidence growth = limits.Growth.Judge("weight_norm at the end over its first value", grown, norm.Name, norm.Step(0), norm.LastStep);
        if (largest.CrossesLimit)
            return Judged(artifacts, $"Weights begin at a norm of {Significant.Text(norm.First, 3)} over about {Significant.Text(units)} units, at least {Significant.Text(largest.Value, 3)} for each; He's initialisation gives 1.4. Outputs are then far too large, and usual steps change them by a small part only. The way that the weights went until the first record is taken off, so the steps did not bring them there.", [largest], cancellationToken);
        // No step and no decay ends at 0 to the last digit.
        if (norm.First == 0)
            return Judged(artifacts, "The weights are 0 to the last digit at the first record. No signal passes, all units of a layer get the same gradient or none, and none of them can learn to differ from the others.", [smallest], cancellationToken);
        // Weight decay leaves small weights as well, but those shrink.
        if (smallest.CrossesLimit && growth.CrossesLimit)
            return Judged(artifacts, $"Weights have a norm of {Significant.Text(norm.First, 3)} at the first record over about {Significant.Text(units)} units, {Significant.Text(smallest.Value, 3)} for each; usual initialisations give 0.6 to 1.4. Signals and gradients fade from layer to layer until the weights have grown, {Significant.Text(grown, 3)} times by the end. They grow, so it is no weight decay.", [smallest, growth], cancellationToken);
        // Weights so small may never grow: nothing reaches them. That they were larger before has to be ruled out then.
        if (smallest.CrossesLimit && Unshrunk(artifacts, norm, travelled) is { CrossesLimit: false } unshrunk)
            return Judged(artifacts, $"Weights have a norm of {Significant.Text(norm.First, 3)} at the first record over about {Significant.Text(units)} units, {Significant.Text(smallest.Value, 3)} for each; usual initialisations give 0.6 to 1.4. Signals and gradients fade from layer to layer. "
                + (unshrunk.Limit is null ? "No weight decay is declared that could have shrunk them, so they began like this." : $"Until that record all steps together came {TrainingReport.Percent(unshrunk.Value)} of that far, so they began like this."), [smallest, unshrunk], cancellationToken);
        return artifacts.Clean(largest, smallest, growth);
    }

    // No way is longer than the sum of its steps. Where those are not known, a decay that is declared to be none.
    private Evidence? Unshrunk(TrainingArtifacts artifacts, Curve norm, double travelled)
    {
        if (double.IsFinite(travelled))
            return norm.First > 0 ? limits.Shrunk.Judge("way of the weights before the first record over their norm then, at most: update_ratio times steps", Math.Min(travelled / norm.First, 1e6), "update_ratio", norm.Step(0), norm.Step(0)) : null;
        return artifacts.Parameters.WeightDecay == 0 ? artifacts.Declared("declared weight_decay", 0, "weight_decay") : null;
    }

    // The loss alone: outputs that are far too large and stay so. Raw inputs begin like that too, but steps along them are long.
    private Detection? ByLoss(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (FirstLoss.Of(artifacts, cancellationToken) is not { } seen || UsualRate.Ratio(artifacts, cancellationToken) is not { } ratio || limits.RateRatio.IsCrossedBy(ratio)) return null;
        if (LastingCost(artifacts, seen, cancellationToken) is not { CrossesLimit: true } lasting) return null;
        return artifacts.Found(Code, Severity.Low, 0.5, $"In the median of the run a wrong prediction costs {Significant.Text(lasting.Value, 3)} times what guessing costs, and train_loss has fallen since its start at {Significant.Text(seen.First, 3)}. Outputs of such a size that usual steps hardly bring down come from initial weights that are too large; with raw inputs the loss comes down within a few epochs. The norm of the weights would prove it.", lasting);
    }

    // In nats, so only of a cross-entropy that takes the mean; a sum over the batch is larger by the batch.
    private Evidence? LastingCost(TrainingArtifacts artifacts, FirstLoss seen, CancellationToken cancellationToken)
    {
        if (!artifacts.Parameters.TakesLogits() || artifacts.Facts.NumClasses is not (> 1 and int classes) || Curve.Of(artifacts.Metrics.TrainAccuracy, cancellationToken) is not { } accuracy) return null;
        double guess = Math.Log(classes), batch = seen.First / guess / Math.Max(1, artifacts.Parameters.BatchSize ?? 1);
        if (artifacts.Parameters.BatchSize is > 1 && batch is > 0.3 and < 1.2) return null;
        double errors = 1 - Order.Median(accuracy.Values);
        // A model that is nearly flawless pays for few rows, and any number over almost nothing is large.
        if (errors < limits.FewestErrors.Value) return null;
        double cost = Order.Median(seen.Loss.Values) / guess / errors;
        return seen.Loss.First > seen.Loss.End ? limits.LastingCost.Judge("median train_loss per wrong prediction over the cost of guessing, ln K", Math.Min(cost, 1e6), seen.Loss.Name, seen.Loss.Step(0), seen.Loss.LastStep) : null;
    }

    private Detection Judged(TrainingArtifacts artifacts, string text, IReadOnlyList<Evidence> evidence, CancellationToken cancellationToken)
    {
        if ((Attainment.OnValidation(artifacts, cancellationToken) ?? Attainment.OnTraining(artifacts, cancellationToken)) is not { } attainment) return artifacts.Found(Code, Severity.Low, 0.6, text + " Whether that hurts cannot be told, for lack of a score.", evidence);
        Evidence attained = attainment.JudgedBy(limits.Attained);
        if (!attained.CrossesLimit) return artifacts.Found(Code, Severity.Low, 0.4, text + $" It cost little: {attainment.Metric} has come {TrainingReport.Percent(attained.Value)} of the way.", evidence);
        bool isSquashed = artifacts.Parameters.Activation?.Contains("sigmoid", StringComparison.OrdinalIgnoreCase) ?? false;
        return isSquashed
            ? artifacts.Found(Code, Severity.Low, 0.4, text + " The sigmoid in between shrinks gradients at any scale of the weights, so other weights alone may not help.", [.. evidence, attained])
            : artifacts.Found(Code, Severity.Medium, 0.9, text, [.. evidence, attained]);
    }

    private static double? UnitsOf(TrainingArtifacts artifacts)
        => artifacts.Facts.ModelType != "transformer" && !PretrainedModel.IsDeclared(artifacts.Parameters) && artifacts.Parameters is { HiddenUnits: > 0 and int width, NumLayers: > 0 and int depth } && !artifacts.Parameters.Layers.Any(l => l.Contains("Embedding", StringComparison.OrdinalIgnoreCase))
            ? ((double)width * depth) + Math.Max(1, artifacts.Facts.NumClasses ?? 1)
            : null;

    // Glorot's variance 2 / (in + out) gives a layer a squared norm of 2 in out / (in + out): far less than a third of its units where it has a single input or output.
    private static double FedUnitsOf(TrainingParameters parameters, TaskFacts facts)
    {
        double width = parameters.HiddenUnits ?? 1, depth = parameters.NumLayers ?? 1, outputs = Math.Max(1, facts.NumClasses ?? 1);
        double behindTheFirst = ((depth - 1) * width * (width + 1)) + (outputs * (width + 1));
        double inputs = parameters.NumParameters is { } all ? Math.Clamp(((all - behindTheFirst) / width) - 1, 1, 1e9) : 1;
        return 3 * (Squared(inputs, width) + ((depth - 1) * Squared(width, width)) + Squared(width, outputs));

        static double Squared(double from, double to) => 2 * from * to / (from + to);
    }

    // No way is longer than the sum of its steps. Without update_ratio nothing is known of it.
    private static double Travelled(TrainingArtifacts artifacts, Curve norm, CancellationToken cancellationToken)
        => Curve.Of(artifacts.Metrics.Find("update_ratio"), cancellationToken) is { } ratio && ratio.Step(0) == norm.Step(0) && ratio.First >= 0 && !CountsEpochs(norm)
            ? ratio.First * norm.First * Math.Max(0, norm.Step(0))
            : double.PositiveInfinity;

    // Where steps number epochs, how many updates they stand for is not known.
    private static bool CountsEpochs(Curve norm) => norm.Count > 1 && norm.Epoch(0) == norm.Step(0) && norm.Epoch(1) == norm.Step(1);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which nothing is seen of the course.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            3, TrainingReport.Points, 2, 1000, "The end is a median of three points.", "median of three");

        /// <summary>Norm of the initial weights for each unit.</summary>
        public Limit Largest { get; init; } = Limit.AtMost(
            3, "norm", 0, 1000, "Every layer multiplies its signal fourfold and more.", "twice He's √2 (He et al. 2015): the variance then grows by a factor of 4.5 a layer");

        /// <summary>Norm of the weights for each unit at the first record.</summary>
        public Limit Smallest { get; init; } = Limit.AtLeast(
            0.25, "norm", 0, 10, "Every layer passes a small part of its signal.", "less than half of the smaller of two usual scales: √(1/3) a unit of PyTorch's linear layers, and Glorot's 2 in out / (in + out) a layer (Glorot and Bengio 2010), which is less where a layer has a single input or output");

        /// <summary>Norm at the end over the first.</summary>
        public Limit Growth { get; init; } = Limit.AtMost(
            1.2, "ratio", 1, 1000, "Training itself enlarges the weights, so they began too small.", "decay makes them shrink");

        /// <summary>Way of the weights before the first record, over their norm then.</summary>
        public Limit Shrunk { get; init; } = Limit.AtMost(
            0.5, "ratio", 0, 1e6, "The weights can have been half as large again, and decay may have shrunk them.", "weights of 0.25 a unit were below 0.375 then, still far from the smallest usual scale of 0.58");

        /// <summary>Final score on rows not trained on, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.95, "fraction", 0, 1, "The model falls short of what it could be.", "effect: a twentieth of the scale");

        /// <summary>Median loss per wrong prediction over the cost of guessing.</summary>
        public Limit LastingCost { get; init; } = Limit.AtMost(
            20, "ratio", 1, 1e9, "Most of the run is spent at outputs that are far too large.", "a sure error costs about 20 nats; that every error of most epochs is dearer takes logits of tens");

        /// <summary>Wrong predictions among the training rows, in the median of the run.</summary>
        public Limit FewestErrors { get; init; } = Limit.AtLeast(
            0.05, "fraction", 0, 1, "Enough predictions are wrong for their cost to mean anything.", "one row in twenty");

        /// <summary>Learning rate over the usual one, above which the steps explain the loss as well.</summary>
        public Limit RateRatio { get; init; } = Limit.AtMost(
            3, "ratio", 1, 1000, "The steps themselves can have made the outputs large.", "half a decade above the usual; rates are searched by decades (Bengio 2012)");
    }
}
