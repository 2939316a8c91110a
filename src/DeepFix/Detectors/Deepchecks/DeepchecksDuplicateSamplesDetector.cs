using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Training rows are copies of each other.</summary>
public sealed class DeepchecksDuplicateSamplesDetector(DeepchecksDuplicateSamplesDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksDuplicateSamplesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.DuplicateSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share, limits.MediumShare, limits.HighShare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Data Duplicates"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.OfTraining("Data Duplicates").Select(Checks.Number).FirstOrDefault(d => d is not null) is not { } share) return new Detection.NotAssessable("The check Data Duplicates did not run, or gave no value.", "Run deepchecks' Data Duplicates and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            [limits.Share.Judge("share of training rows that repeat an earlier row", share, "Data Duplicates")],
            _ => limits.HighShare.IsCrossedBy(share) ? Severity.High : limits.MediumShare.IsCrossedBy(share) ? Severity.Medium : Severity.Low,
            Certainty.Counted,
            _ => $"{DataFinding.Percent(share)} of the training rows repeat an earlier row: the model sees fewer different rows than it counts, and weighs the repeated ones more.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of training rows that repeat an earlier row.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.02, "fraction", 0, 1, "Share of training rows that repeat an earlier row.", "A repeat of one row in a thousand is chance in tables with few distinct values; two in a hundred are not.");

        /// <summary>Share above which training sees clearly fewer rows than it counts.</summary>
        public Limit MediumShare { get; init; } = Limit.AtMost(0.2, "fraction", 0, 1, "Share above which training sees clearly fewer rows than it counts.", "In 740 retrained runs a share of 17 % was harmless, 41 % a cause.");

        /// <summary>Share above which most rows are copies.</summary>
        public Limit HighShare { get; init; } = Limit.AtMost(0.6, "fraction", 0, 1, "Share above which most rows are copies.", "Convention: more copies than originals.");
    }
}
