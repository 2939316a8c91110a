using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>A category of validation or test never occurs in training.</summary>
public sealed class DatasetNewCategoryDetector(DatasetNewCategoryDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetNewCategoryDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.NewCategory;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share, limits.MinRows];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].<split>.top_values", "features[].train.values_not_listed"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<Evidence> measured = [];
        foreach (FeatureStatistics feature in artifacts.Features.Where(f => f.Kind == "categorical"))
        {
            if (feature.Splits.GetValueOrDefault("train") is not { TopValues.Count: > 0, ValuesNotListed: 0 } train) continue;
            HashSet<string> known = new(train.TopValues.Keys.Select(Spelling.Of), StringComparer.Ordinal);
            foreach ((string name, SplitStatistics split) in artifacts.HeldOut())
            {
                if (feature.Splits.GetValueOrDefault(name) is not { TopValues.Count: > 0 } held || Rows.Of(split) is not ({ } rows and > 0)) continue;
                long unseen = held.TopValues.Where(v => !known.Contains(Spelling.Of(v.Key)) && !Spelling.MeansMissing(v.Key)).Sum(v => v.Value);
                measured.Add(limits.Share.Judge($"share of {name} rows with a category that training lacks", limits.MinRows.IsCrossedBy(unseen) ? 0 : unseen / rows, feature.Name));
            }
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The categories of training are not all listed.", "Log top_values and values_not_listed of categorical features in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: {DataFinding.Percent(worst[0].Value)} of held-out rows carry a category that no training row has. What the model does with them is undefined.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of held-out rows with a category that training lacks.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.01, "fraction", 0, 1, "Share of held-out rows with a category that training lacks.", "One row in a hundred moves a score by up to a point; single rows are the tail of rare categories.");

        /// <summary>Rows of a new category from which it is no accident of a rare one.</summary>
        public Limit MinRows { get; init; } = Limit.AtLeast(3, "rows", 1, 1000, "Rows of a new category from which it is no accident of a rare one.", "A category held by 1 % of the rows is missing from 300 training rows in 5 % of the draws, with one or two rows in test.");
    }
}
