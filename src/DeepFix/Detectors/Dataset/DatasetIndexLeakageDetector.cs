using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Index values of test are also in training.</summary>
public sealed class DatasetIndexLeakageDetector(DatasetIndexLeakageDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetIndexLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.IndexLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["index_overlap_train_test", "splits.test.num_samples"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (artifacts.IndexOverlapTrainTest is not { } overlap || Rows.Of(artifacts.Splits.GetValueOrDefault("test")) is not ({ } rows and > 0))
            return new Detection.NotAssessable("The data have no index column, or its overlap is not recorded.", "Log index_overlap_train_test in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            [limits.Share.Judge("share of test rows whose index training has too", overlap / rows, "index_overlap_train_test")],
            _ => Severity.Medium,
            Certainty.Counted,
            _ => $"{DataFinding.Count(overlap)} of {DataFinding.Count(rows)} test rows carry an index value that training has too: the same customer, patient or object is on both sides, and what is peculiar to it helps the model in test only.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of test rows whose index training has too.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.005, "fraction", 0, 1, "Share of test rows whose index training has too.", "An index names a thing once; single repeats are slips of the record.");
    }
}
