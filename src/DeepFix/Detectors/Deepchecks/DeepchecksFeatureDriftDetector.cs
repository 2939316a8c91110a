using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>The feature drift of deepchecks is larger than the noise of its sample sizes, large enough to matter, and more than a change of the labels explains.</summary>
public sealed class DeepchecksFeatureDriftDetector(DeepchecksFeatureDriftDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksFeatureDriftDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.FeatureDrift;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Effect, limits.Chance, limits.MediumEffect, limits.HighEffect];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Feature Drift", "Image Property Drift", "Property Drift", "Datasets Size Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.SampleSizes() is not { } rows)
            return new Detection.NotAssessable("Without the sample sizes a drift score cannot be told from noise.", "Run deepchecks' Datasets Size Comparison, or log dataset/metadata.yaml.");
        double explained = Math.Max(1 - artifacts.IndependentShare(), artifacts.Values("Label Drift").Select(v => DriftScore.Read(v.Value)?.Score ?? Checks.Members(v.Value).Max(m => DriftScore.Read(m.Value)?.Score) ?? 0).DefaultIfEmpty(0).Max());
        var measured = new List<(Evidence Effect, double Chance)>();
        foreach ((_, JsonNode value) in artifacts.Values("Feature Drift", "Image Property Drift", "Property Drift"))
        {
            foreach ((string feature, JsonNode? node) in Checks.Members(value))
            {
                if (DriftScore.Read(node) is not { } score || score.Chance(rows.Train * artifacts.IndependentShare(), rows.Test, Categories(artifacts, feature)) is not { } chance) continue;
                Evidence effect = limits.Effect.Judge($"drift ({score.Method})", score.Score, feature);
                measured.Add((score.Score > explained ? effect : effect with { Limit = null, Side = null }, chance));
            }
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check Feature Drift did not run, or gave no value.", "Run deepchecks' Feature Drift and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.Chance.IsCrossedBy(m.Chance * measured.Count) ? m.Effect : m.Effect with { Limit = null, Side = null }),
            worst => limits.HighEffect.IsCrossedBy(worst[0].Value) ? Severity.High : limits.MediumEffect.IsCrossedBy(worst[0].Value) ? Severity.Medium : Severity.Low,
            Certainty.Tested,
            worst => $"{worst.Count} features are distributed differently in test, most of all {worst[0].Series}: {worst[0].Measure} {Significant.Text(worst[0].Value, 3)} over {DataFinding.Count(rows.Train)} and {DataFinding.Count(rows.Test)} rows, beyond the noise of samples of this size and beyond what the drift of the labels brings.");
    }

    // Not knowing the categories, many are assumed: more of them make more noise, so that nothing is claimed that chance could bring.
    private static int Categories(DeepchecksArtifacts artifacts, string feature)
        => artifacts.Dataset?.Features.FirstOrDefault(f => f.Name == feature)?.Splits.GetValueOrDefault("train")?.Unique is { } known and > 1 ? (int)Math.Min(known, AssumedCategories) : AssumedCategories;

    private const int AssumedCategories = 30;

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Drift score of a feature: Kolmogorov-Smirnov distance or Cramér's V.</summary>
        public Limit Effect { get; init; } = Limit.AtMost(0.2, "score", 0, 1, "Drift score of a feature: Kolmogorov-Smirnov distance or Cramér's V.", "A shift of half a standard deviation.");

        /// <summary>Chance of so large a score in any of the features between two samples of one distribution.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance of so large a score in any of the features between two samples of one distribution.", "One in a thousand, divided by the number of features (Bonferroni).");

        /// <summary>Score above which scores of the splits cannot be compared.</summary>
        public Limit MediumEffect { get; init; } = Limit.AtMost(0.3, "score", 0, 1, "Score above which scores of the splits cannot be compared.", "A shift of three quarters of a standard deviation.");

        /// <summary>Score above which the splits are different populations.</summary>
        public Limit HighEffect { get; init; } = Limit.AtMost(0.6, "score", 0, 1, "Score above which the splits are different populations.", "A shift of 1.7 standard deviations.");
    }
}
