using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Index values of test are also in training.</summary>
public sealed class DeepchecksIndexLeakageDetector(DeepchecksIndexLeakageDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksIndexLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.IndexLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Index Train Test Leakage"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Values("Index Train Test Leakage").Select(v => Checks.Number(v.Value)).FirstOrDefault(d => d is not null) is not { } share)
            return new Detection.NotAssessable("The check Index Train Test Leakage did not run: the data declare no index.", "Declare the index column to deepchecks, if the data have one.");
        return DataFinding.Judge(
            Code,
            [limits.Share.Judge("share of test rows whose index training has too", share, "index")],
            _ => Severity.Medium,
            Certainty.Counted,
            _ => $"{DataFinding.Percent(share)} of the test rows carry an index value that training has too: the same customer, patient or object is on both sides, and what is peculiar to it helps the model in test only.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of test rows whose index training has too.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.005, "fraction", 0, 1, "Share of test rows whose index training has too.", "An index names a thing once; single repeats are slips of the record.");
    }
}
