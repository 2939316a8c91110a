using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;
using DeepFix.Detectors.Training;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>The model is fed inputs of a scale that hinders learning, and no normalisation layer evens it out.</summary>
public sealed class UnnormalizedInputsDetector(UnnormalizedInputsDetector.Limits limits) : Detector<RunArtifacts>
{
    /// <summary>With the default limits.</summary>
    public UnnormalizedInputsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.UnnormalizedInputs;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.RootMeanSquare, limits.HighRootMeanSquare, limits.FirstCost, limits.FewestPoints, limits.RateRatio];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["model_input.train", "model.layers", "train_loss", "train_accuracy", "learning_rate"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Dataset?.Plausible().ModelInput.GetValueOrDefault("train") is not { Mean: { } mean, Std: { } std })
            return ByFirstLoss(artifacts.Training, cancellationToken) ?? NotSummarised;
        double scale = Math.Sqrt((mean * mean) + (std * std));
        Evidence evidence = limits.RootMeanSquare.Judge("root mean square of what the model is fed", scale, "model_input.train");
        if (Normalises(artifacts.Training)) return new Detection.Clean(evidence with { Limit = null, Side = null });
        // A loss that became NaN has a second explanation, a rate too high, and retraining mostly confirmed that one.
        bool isNan = new[] { artifacts.Training?.Metrics.TrainLoss, artifacts.Training?.Metrics.ValLoss }.OfType<MetricSeries>().Any(s => s.Finite().Count < s.Count);
        return DataFinding.Judge(
            Code,
            [evidence],
            _ => isNan ? Severity.Low : limits.HighRootMeanSquare.IsCrossedBy(scale) ? Severity.High : Severity.Medium,
            isNan ? Certainty.OneOfSeveral : Certainty.Tested,
            _ => $"The model is fed values of mean {Significant.Text(mean, 3)} and deviation {Significant.Text(std, 3)} (root mean square {Significant.Text(scale, 3)}), and no normalisation layer is declared. Initialisation and usual learning rates are made for about 1.");
    }

    private static Detection NotSummarised { get; } = new Detection.NotAssessable("What the model is fed is not summarised.", "Log model_input.train with mean and std in dataset/statistics.json.");

    private static bool Normalises(TrainingArtifacts? training) => training?.Parameters.Layers.Any(l => l.Contains("Norm", StringComparison.OrdinalIgnoreCase)) ?? false;

    // A first loss of the usual size clears nothing: inputs of tens may begin quietly. So there is a finding or no verdict.
    private Detection? ByFirstLoss(TrainingArtifacts? training, CancellationToken cancellationToken)
    {
        if (training is null || Normalises(training) || FirstLoss.Of(training, cancellationToken) is not { } seen || limits.FewestPoints.IsCrossedBy(seen.Points)) return null;
        if (UsualRate.Ratio(training, cancellationToken) is not { } ratio) return null;
        string source = training.Metrics.Source;
        Evidence cost = limits.FirstCost.Judge("loss per wrong prediction in the first epoch over its median afterwards", seen.Ratio, seen.Loss.Name, seen.Loss.Step(0), seen.Loss.LastStep) with { Source = source };
        Evidence rate = limits.RateRatio.Judge("largest learning rate over the usual one of the optimiser", ratio, "learning_rate") with { Source = source };
        if (!cost.CrossesLimit || rate.CrossesLimit) return null;
        string text = $"train_loss is {Significant.Text(seen.First, 3)} in the first epoch and about {Significant.Text(seen.Later, 3)} afterwards: at first a wrong prediction costs {Significant.Text(seen.Ratio, 3)} times what it costs later. "
            + "Outputs of such a size come from inputs of a large scale, or from initial weights that are too large; the learning rate is not above the usual of its optimiser. The inputs themselves were not summarised, so look at their mean and deviation first.";
        return new Detection.Found(DataFinding.Of(Code, Severity.Medium, Certainty.Arguable, text, cost, rate));
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Root mean square of the values that the model is fed.</summary>
        public Limit RootMeanSquare { get; init; } = Limit.AtMost(10, "units", 0, 1e9, "Root mean square of the values that the model is fed.", "Initialisations assume about 1; at 10 the first layer's curvature is a hundredfold. In 740 retrained runs without normalisation layers none above 5 was harmless.");

        /// <summary>Root mean square above which usual rates diverge.</summary>
        public Limit HighRootMeanSquare { get; init; } = Limit.AtMost(100, "units", 0, 1e9, "Root mean square above which usual rates diverge.", "Curvature grows with the square: ten thousandfold.");

        /// <summary>Loss per wrong prediction in the first epoch over its median afterwards.</summary>
        public Limit FirstCost { get; init; } = Limit.AtMost(30, "ratio", 1, 1e9, "Loss per wrong prediction in the first epoch over its median afterwards.", "A guess between K classes costs ln K, 0.7 to 14, and a sure error of a trained model about 20: between sane epochs lies a factor of 30 at most.");

        /// <summary>Epochs without which there is no later level.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(4, "points", 2, 1000, "Epochs with training loss and accuracy, and an error in each.", "The later level is a median of three.");

        /// <summary>Learning rate over the usual one, above which the steps explain the first loss as well.</summary>
        public Limit RateRatio { get; init; } = Limit.AtMost(3, "ratio", 1, 1000, "Learning rate over the usual one, above which the steps explain the first loss as well.", "Half a decade above the usual; rates are searched by decades (Bengio 2012).");
    }
}
