using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;

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
    public override IReadOnlyList<Limit> AllLimits => [limits.RootMeanSquare, limits.HighRootMeanSquare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["model_input.train", "model.layers"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Dataset?.Plausible().ModelInput.GetValueOrDefault("train") is not { Mean: { } mean, Std: { } std })
            return new Detection.NotAssessable("What the model is fed is not summarised.", "Log model_input.train with mean and std in dataset/statistics.json.");
        double scale = Math.Sqrt((mean * mean) + (std * std));
        Evidence evidence = limits.RootMeanSquare.Judge("root mean square of what the model is fed", scale, "model_input.train");
        string? normalisation = artifacts.Training?.Parameters.Layers.FirstOrDefault(l => l.Contains("Norm", StringComparison.OrdinalIgnoreCase));
        if (normalisation is not null) return new Detection.Clean(evidence with { Limit = null, Side = null });
        // A loss that became NaN has a second explanation, a rate too high, and retraining mostly confirmed that one.
        bool isNan = new[] { artifacts.Training?.Metrics.TrainLoss, artifacts.Training?.Metrics.ValLoss }.OfType<MetricSeries>().Any(s => s.Finite().Count < s.Count);
        return DataFinding.Judge(
            Code,
            [evidence],
            _ => isNan ? Severity.Low : limits.HighRootMeanSquare.IsCrossedBy(scale) ? Severity.High : Severity.Medium,
            isNan ? Certainty.OneOfSeveral : Certainty.Tested,
            _ => $"The model is fed values of mean {Significant.Text(mean, 3)} and deviation {Significant.Text(std, 3)} (root mean square {Significant.Text(scale, 3)}), and no normalisation layer is declared. Initialisation and usual learning rates are made for about 1.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Root mean square of the values that the model is fed.</summary>
        public Limit RootMeanSquare { get; init; } = Limit.AtMost(10, "units", 0, 1e9, "Root mean square of the values that the model is fed.", "Initialisations assume about 1; at 10 the first layer's curvature is a hundredfold. In 740 retrained runs without normalisation layers none above 5 was harmless.");

        /// <summary>Root mean square above which usual rates diverge.</summary>
        public Limit HighRootMeanSquare { get; init; } = Limit.AtMost(100, "units", 0, 1e9, "Root mean square above which usual rates diverge.", "Curvature grows with the square: ten thousandfold.");
    }
}
