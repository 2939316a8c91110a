using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Numbers and text stand in one column.</summary>
public sealed class DatasetMixedDataTypesDetector(DatasetMixedDataTypesDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetMixedDataTypesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.MixedDataTypes;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.SmallerShare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].train.value_types"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<Evidence> measured = [];
        foreach (FeatureStatistics feature in artifacts.Features)
        {
            foreach ((string split, FeatureSplit values) in feature.Splits.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                double numbers = values.ValueTypes.GetValueOrDefault("number"), all = values.ValueTypes.Values.Sum();
                double words = values.ValueTypes.GetValueOrDefault("string") + values.ValueTypes.GetValueOrDefault("text") - values.TopValues.Where(v => Spelling.MeansMissing(v.Key)).Sum(v => v.Value);
                if (all > 0) measured.Add(limits.SmallerShare.Judge($"share of the rarer of numbers and text in {split}", Math.Max(0, Math.Min(numbers, words)) / all, feature.Name));
            }
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The types of the values are not counted.", "Log value_types of every feature in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: numbers and text in one column, the rarer with {DataFinding.Percent(worst[0].Value)} of the cells. The whole column is then read as text, or the odd cells are lost.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of the rarer of numbers and text in a column.</summary>
        public Limit SmallerShare { get; init; } = Limit.AtMost(0.01, "fraction", 0, 0.5, "Share of the rarer of numbers and text in a column.", "Single cells are typing errors, a hundredth of a column is a habit.");
    }
}
