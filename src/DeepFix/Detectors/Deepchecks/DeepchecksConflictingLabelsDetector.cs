using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Equal training inputs carry different labels.</summary>
public sealed class DeepchecksConflictingLabelsDetector(DeepchecksConflictingLabelsDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksConflictingLabelsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ConflictingLabels;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Conflicting Labels"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.OfTraining("Conflicting Labels").Select(v => Checks.Number((v as JsonObject)?["percent_of_conflicting_samples"])).FirstOrDefault(d => d is not null) is not { } share) return new Detection.NotAssessable("The check Conflicting Labels did not run, or gave no value.", "Run deepchecks' Conflicting Labels and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            [limits.Share.Judge("share of training rows whose inputs occur with another label too", share, "Conflicting Labels")],
            _ => Severity.Low,
            Certainty.Counted,
            _ => $"{DataFinding.Percent(share)} of the training rows have inputs that also occur with another label; no model can get both right.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of training rows whose inputs occur with another label too.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.01, "fraction", 0, 1, "Share of training rows whose inputs occur with another label too.", "Tables with few distinct values have up to three in a thousand by nature.");
    }
}
