using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Too few validation rows for the decisions that rest on them.</summary>
public sealed class SmallValidationSet(SmallValidationSet.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public SmallValidationSet() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.SmallValidationSet;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestRows];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["val_loss", "val_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Facts.ValRows is not (> 0 and long rows)) return new Detection.NotAssessable("The number of validation rows is not known.", "Log num_val_samples in the dataset metadata.");
        if (artifacts.Metrics.ValLoss is null && artifacts.Metrics.ValAccuracy is null) return TrainingReport.Lacks("val_loss");
        Evidence size = limits.FewestRows.Judge("rows of the validation split", rows, "num_val_samples") with { Source = "dataset/metadata.yaml" };
        if (!size.CrossesLimit) return artifacts.Clean(size);
        double share = Curve.Of(artifacts.Metrics.ValAccuracy, cancellationToken) is { } accuracy ? Math.Clamp(accuracy.End, 0, 1) : 0.5;
        (double low, double high) = Proportion.Wilson(share, rows);
        string text = $"The validation split has {Significant.Text(rows)} rows. "
            + (artifacts.Metrics.ValAccuracy is null ? $"An accuracy measured on it is uncertain by up to {Significant.Text((high - low) / 2, 2)} to either side" : $"The final val_accuracy of {Significant.Text(share, 3)} means anything from {Significant.Text(low, 2)} to {Significant.Text(high, 2)} (95 %)")
            + ": the best epoch, and the better of two runs, are chosen by luck as much as by merit.";
        // How many rows there are is declared, not seen: what they do to the record is noisy_validation's to say.
        return artifacts.Found(Code, Severity.Low, 0.9, text, size);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Rows of the validation split.</summary>
        public Limit FewestRows { get; init; } = Limit.AtLeast(
            80, "rows", 10, 100000, "An accuracy is uncertain by more than a tenth to either side.", "95 % interval of a share of 0.5: 0.98 / √80 = 0.11");
    }
}
