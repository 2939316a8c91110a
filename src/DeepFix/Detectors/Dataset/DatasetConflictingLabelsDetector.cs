using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Equal training inputs carry different labels.</summary>
public sealed class DatasetConflictingLabelsDetector(DatasetConflictingLabelsDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetConflictingLabelsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ConflictingLabels;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["splits.train.conflicting_label_rows", "splits.train.num_samples"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (Rows.AreRegression(artifacts)) return new Detection.NotAssessable("The target is a number: equal inputs with different targets are its noise.", "Nothing: conflicts of labels exist in classification only.");
        if (artifacts.Train() is not { ConflictingLabelRows: { } conflicts } train || Rows.Of(train) is not ({ } rows and > 0))
            return new Detection.NotAssessable("It is not recorded whether equal inputs carry different labels.", "Log splits.train.conflicting_label_rows in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            [limits.Share.Judge("share of training rows whose inputs occur with another label too", conflicts / rows, "conflicting_label_rows")],
            _ => Severity.Low,
            Certainty.Counted,
            _ => $"{DataFinding.Count(conflicts)} of {DataFinding.Count(rows)} training rows ({DataFinding.Percent(conflicts / rows)}) have inputs that also occur with another label; no model can get both right.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of training rows whose inputs occur with another label too.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.01, "fraction", 0, 1, "Share of training rows whose inputs occur with another label too.", "Tables with few distinct values have up to three in a thousand by nature.");
    }
}
