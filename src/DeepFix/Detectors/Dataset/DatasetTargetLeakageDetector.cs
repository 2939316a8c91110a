using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>One input alone tells the target, as no honest input of its kind does.</summary>
public sealed class DatasetTargetLeakageDetector(DatasetTargetLeakageDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetTargetLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.TargetLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Association, limits.ErrorRatio, limits.NearlyCertain];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].target_association"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<(string Name, double Value)> ranked = [.. from feature in artifacts.Features
                                                       where feature.TargetAssociation is { } a && double.IsFinite(a)
                                                       orderby feature.TargetAssociation descending
                                                       select (feature.Name, feature.TargetAssociation!.Value)];
        if (ranked.Count == 0)
            return new Detection.NotAssessable("It is not recorded how well each feature alone tells the target.", "Log target_association for each feature in dataset/statistics.json.");
        (string name, double best) = ranked[0];
        double second = ranked.Count > 1 ? ranked[1].Value : 0;
        bool standsAlone = !limits.ErrorRatio.IsCrossedBy((1 - best) / Math.Max(1 - second, double.Epsilon));
        Evidence evidence = limits.NearlyCertain.IsCrossedBy(best) || !standsAlone
            ? limits.NearlyCertain.Judge("association of this feature alone with the target", best, name)
            : limits.Association.Judge("association of this feature alone with the target", best, name);
        return DataFinding.Judge(
            Code,
            [evidence],
            _ => Severity.High,
            Certainty.Tested,
            _ => $"Feature {name} alone tells the target with an association of {Significant.Text(best, 3)}; the next one reaches {Significant.Text(second, 3)}. Such a feature is usually written after the outcome is known, and is missing or different in use.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>How well one feature alone tells the target, 0 to 1, where it stands alone.</summary>
        public Limit Association { get; init; } = Limit.AtMost(0.9, "association", 0, 1, "How well one feature alone tells the target, 0 to 1, where it stands alone.", "Honest single features seldom reach 0.9.");

        /// <summary>What the best feature leaves unexplained over what the next one leaves: several good features are a property of an easy task, one alone is suspicious.</summary>
        public Limit ErrorRatio { get; init; } = Limit.AtMost(0.25, "ratio", 0, 1, "What the best feature leaves unexplained over what the next one leaves: several good features are a property of an easy task, one alone is suspicious.", "In easy public tables (iris) the best leaves half of what the next one does, and more.");

        /// <summary>Association at which a feature is the target in other words, whatever the others do.</summary>
        public Limit NearlyCertain { get; init; } = Limit.AtMost(0.985, "association", 0, 1, "Association at which a feature is the target in other words, whatever the others do.", "A feature that errs less than the label noise of careful labelling, 1 to 2 %.");
    }
}
