using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Text far longer than its column's.</summary>
public sealed class DatasetStringLengthOutOfBoundsDetector(DatasetStringLengthOutOfBoundsDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetStringLengthOutOfBoundsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.StringLengthOutOfBounds;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.LongestToMean, limits.MinExcess];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].<split>.string_length"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<Evidence> measured = [];
        foreach (FeatureStatistics feature in artifacts.Features)
        {
            foreach ((string split, FeatureSplit values) in feature.Splits.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                if (values.StringLength is not { Mean: { } mean and > 0, Max: { } longest }) continue;
                measured.Add(limits.LongestToMean.Judge($"longest text over the mean length in {split}", limits.MinExcess.IsCrossedBy(longest - mean) ? 1 : longest / mean, feature.Name));
            }
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The data hold no text, or its lengths are not recorded.", "Log string_length of text features in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Coarse,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: the longest text is {Significant.Text(worst[0].Value, 3)} times as long as the mean. Two cells run into one, or a note in a column of codes, look like that.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Longest text over the mean length of its column.</summary>
        public Limit LongestToMean { get; init; } = Limit.AtMost(8, "ratio", 1, 1000, "Longest text over the mean length of its column.", "Names and categories stay below 4; free text below 8.");

        /// <summary>Characters by which the longest text exceeds the mean: short codes vary by nature.</summary>
        public Limit MinExcess { get; init; } = Limit.AtLeast(20, "characters", 1, 100000, "Characters by which the longest text exceeds the mean: short codes vary by nature.", "A line of text.");
    }
}
