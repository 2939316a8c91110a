using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>One value is spelled in several ways.</summary>
public sealed class DatasetStringMismatchDetector(DatasetStringMismatchDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetStringMismatchDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.StringMismatch;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Variants];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].<split>.top_values"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<Evidence> measured = [];
        List<string> examples = [];
        foreach (FeatureStatistics feature in artifacts.Features.Where(f => f.Kind == "categorical"))
        {
            List<string> values = [.. feature.Splits.Values.SelectMany(s => s.TopValues.Keys).Distinct(StringComparer.Ordinal).Where(v => !Spelling.IsNumber(v) && !Spelling.MeansMissing(v))];
            if (values.Count == 0) continue;
            List<string> worst = [.. values.GroupBy(Spelling.Of, StringComparer.Ordinal).Where(g => g.Key.Length > 0).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault() ?? Enumerable.Empty<string>()];
            measured.Add(limits.Variants.Judge("spellings of one value", Math.Max(1, worst.Count), feature.Name));
            if (limits.Variants.IsCrossedBy(worst.Count)) examples.Add($"'{string.Join("', '", worst.Order(StringComparer.Ordinal).Take(3))}'");
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The values of categorical features are not listed.", "Log top_values of categorical features in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Tested,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: one value is spelled in up to {Significant.Text(worst[0].Value)} ways ({DataFinding.Names(examples)}). Each spelling is a category of its own to the model.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Spellings of one value in a categorical column that differ in case, blanks or punctuation only.</summary>
        public Limit Variants { get; init; } = Limit.AtMost(1, "spellings", 1, 100, "Spellings of one value in a categorical column that differ in case, blanks or punctuation only.", "Exact.");
    }
}
