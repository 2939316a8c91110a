using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>The label drift of deepchecks is larger than the noise of its sample sizes, and large enough to matter.</summary>
public sealed class DeepchecksLabelDriftDetector(DeepchecksLabelDriftDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksLabelDriftDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.LabelDrift;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.CategoricalEffect, limits.NumericEffect, limits.Chance, limits.HighEffect];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Label Drift", "Datasets Size Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.SampleSizes() is not { } rows)
            return new Detection.NotAssessable("Without the sample sizes a drift score cannot be told from noise.", "Run deepchecks' Datasets Size Comparison, or log dataset/metadata.yaml.");
        var measured = new List<(Evidence Effect, double Chance)>();
        foreach ((_, JsonNode value) in artifacts.Values("Label Drift"))
        {
            IEnumerable<DriftScore?> scores = DriftScore.Read(value) is { } single ? [single] : Checks.Members(value).Select(m => DriftScore.Read(m.Value));
            foreach (DriftScore score in scores.OfType<DriftScore>())
            {
                if (score.Chance(rows.Train * artifacts.IndependentShare(), rows.Test, Categories(artifacts)) is not { } chance) continue;
                Limit effect = score.IsNumeric ? limits.NumericEffect : limits.CategoricalEffect;
                measured.Add((effect.Judge($"label drift ({score.Method})", score.Score, "label"), chance));
            }
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check Label Drift did not run, or gave no value.", "Run deepchecks' Label Drift and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.Chance.IsCrossedBy(m.Chance) && m.Effect.Value > 1 - artifacts.IndependentShare() ? m.Effect : m.Effect with { Limit = null, Side = null }),
            worst => limits.HighEffect.IsCrossedBy(worst[0].Value) ? Severity.High : Severity.Medium,
            Certainty.Tested,
            worst => $"The labels of the test split are not distributed like those of training: {worst[0].Measure} {Significant.Text(worst[0].Value, 3)} over {DataFinding.Count(rows.Train)} and {DataFinding.Count(rows.Test)} rows, with a chance of {Significant.Text(measured.Min(m => m.Chance), 2)} to be noise.");
    }

    private static int Categories(DeepchecksArtifacts artifacts)
        => Math.Max(2, artifacts.Dataset?.NumClasses ?? artifacts.Dataset?.ClassNames.Count ?? 2);

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Cramér's V of the labels of both splits.</summary>
        public Limit CategoricalEffect { get; init; } = Limit.AtMost(0.1, "score", 0, 1, "Cramér's V of the labels of both splits.", "Cohen 1988: 0.1 is the smallest effect of note.");

        /// <summary>Kolmogorov-Smirnov distance of the targets of both splits.</summary>
        public Limit NumericEffect { get; init; } = Limit.AtMost(0.15, "score", 0, 1, "Kolmogorov-Smirnov distance of the targets of both splits.", "A shift of 0.4 standard deviations.");

        /// <summary>Chance of so large a score between two samples of one distribution.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance of so large a score between two samples of one distribution.", "One in a thousand.");

        /// <summary>Score above which the splits are different populations.</summary>
        public Limit HighEffect { get; init; } = Limit.AtMost(0.5, "score", 0, 1, "Score above which the splits are different populations.", "Cohen 1988: 0.5 is a large effect.");
    }
}
