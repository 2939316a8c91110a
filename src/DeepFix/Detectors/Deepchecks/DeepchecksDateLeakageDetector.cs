using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Test dates lie in or before the training period.</summary>
public sealed class DeepchecksDateLeakageDetector(DeepchecksDateLeakageDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksDateLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.DateLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Date Train Test Leakage Overlap", "Date Train Test Leakage Duplicates"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [.. from check in new[] { "Date Train Test Leakage Overlap", "Date Train Test Leakage Duplicates" }
                                      from value in artifacts.Values(check)
                                      let share = Checks.Number(value.Value)
                                      where share is not null
                                      select limits.Share.Judge("share of test rows dated within the training period", share.Value, check)];
        if (measured.Count == 0)
            return new Detection.NotAssessable("The checks of date leakage did not run: the data declare no date.", "Declare the date column to deepchecks, if the data have one.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Medium,
            Certainty.Tested,
            worst => $"{DataFinding.Percent(worst[0].Value)} of the test rows are dated within the training period. In use the model will know nothing of the days that it predicts.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of test rows dated within the training period.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.02, "fraction", 0, 1, "Share of test rows dated within the training period.", "Dates that touch at the seam of a split by time stay below it.");
    }
}
