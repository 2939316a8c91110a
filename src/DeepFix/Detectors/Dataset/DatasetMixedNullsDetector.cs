using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Several spellings of missing in one column.</summary>
public sealed class DatasetMixedNullsDetector(DatasetMixedNullsDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetMixedNullsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.MixedNulls;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Spellings];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].train.top_values", "features[].train.missing"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<Evidence> measured = [.. from feature in artifacts.Features
                                      from split in feature.Splits.OrderBy(s => s.Key, StringComparer.Ordinal)
                                      where split.Value.TopValues.Count > 0
                                      let spelled = split.Value.TopValues.Keys.Count(Spelling.MeansMissing)
                                      select limits.Spellings.Judge($"spellings of missing in {split.Key}", spelled + (split.Value.Missing > 0 ? 1 : 0), feature.Name)];
        if (measured.Count == 0)
            return new Detection.NotAssessable("The values of the features are not listed.", "Log top_values of text features in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: missing is written in up to {Significant.Text(worst[0].Value)} ways. Each is a category of its own to the model.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Ways in which one column says that a value is missing.</summary>
        public Limit Spellings { get; init; } = Limit.AtMost(1, "spellings", 0, 20, "Ways in which one column says that a value is missing.", "One way is a convention, two are an accident.");
    }
}
