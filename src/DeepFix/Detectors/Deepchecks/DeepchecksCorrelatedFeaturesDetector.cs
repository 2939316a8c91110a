using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Two inputs repeat each other.</summary>
public sealed class DeepchecksCorrelatedFeaturesDetector(DeepchecksCorrelatedFeaturesDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksCorrelatedFeaturesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.CorrelatedFeatures;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Correlation, limits.SureCorrelation];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Feature Feature Correlation", "Datasets Size Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.SampleSizes() is not { } rows || artifacts.OfTraining("Feature Feature Correlation").OfType<JsonArray>().FirstOrDefault() is not { Count: > 1 } matrix) return new Detection.NotAssessable("The check Feature Feature Correlation did not run, or gave no value.", "Run deepchecks' Feature Feature Correlation and log deepchecks/results.yaml.");
        List<string> names = [.. (matrix[0] as JsonObject ?? []).Select(m => m.Key)];
        List<Evidence> measured = [];
        for (int i = 0; i < Math.Min(names.Count, matrix.Count); i++)
        {
            for (int j = i + 1; j < names.Count; j++)
            {
                if (Checks.Number((matrix[i] as JsonObject)?[names[j]]) is not { } correlation || limits.SureCorrelation.IsCrossedBy(Correlations.SurelyAtLeast(Math.Abs(correlation), rows.Train))) continue;
                measured.Add(limits.Correlation.Judge("association in training", Math.Abs(correlation), $"{names[i]} and {names[j]}"));
            }
        }

        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Tested,
            worst => $"{worst.Count} pairs of features repeat each other, most of all {worst[0].Series} ({Significant.Text(worst[0].Value, 3)}). Scores do not suffer; weights and importances cannot be told apart.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Absolute association of two features above which one says what the other does.</summary>
        public Limit Correlation { get; init; } = Limit.AtMost(0.9, "correlation", 0, 1, "Absolute association of two features above which one says what the other does.", "Shared variance of four fifths; deepchecks mixes rank correlation, Cramér's V and correlation ratio, which lie a little lower than Pearson's.");

        /// <summary>What the association is at least, with 99 % certainty (Fisher transform): keeps small samples out.</summary>
        public Limit SureCorrelation { get; init; } = Limit.AtLeast(0.8, "correlation", 0, 1, "What the association is at least, with 99 % certainty (Fisher transform): keeps small samples out.", "Fisher 1921.");
    }
}
