using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>One input, or the row's identifier, alone tells the target as no honest input does.</summary>
public sealed class DeepchecksTargetLeakageDetector(DeepchecksTargetLeakageDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksTargetLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.TargetLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Power, limits.ErrorRatio, limits.NearlyCertain, limits.IdentifierPower, limits.PropertyPower];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Feature Label Correlation", "Identifier Label Correlation", "Property Label Correlation"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        foreach (JsonNode value in artifacts.OfTraining("Feature Label Correlation")) AddBest(measured, value);
        Add(measured, artifacts, "Identifier Label Correlation", limits.IdentifierPower, "predictive power of an identifier");
        Add(measured, artifacts, "Property Label Correlation", limits.PropertyPower, "predictive power of an image property");
        if (measured.Count == 0) return new Detection.NotAssessable("The check Feature Label Correlation did not run, or gave no value.", "Run deepchecks' Feature Label Correlation and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.High,
            Certainty.Tested,
            worst => $"{worst[0].Series} alone tells the target ({worst[0].Measure} {Significant.Text(worst[0].Value, 3)}). Such an input is usually written after the outcome is known, or gives the order of collection away, and is missing or different in use.");
    }

    private void AddBest(List<Evidence> measured, JsonNode value)
    {
        List<(string Name, double Power)> ranked = [.. Checks.Members(value).Where(m => Checks.Number(m.Value) is not null).Select(m => (m.Key, Checks.Number(m.Value)!.Value)).OrderByDescending(m => m.Value)];
        if (ranked.Count == 0) return;
        (string name, double best) = ranked[0];
        bool standsAlone = ranked.Count == 1 || !limits.ErrorRatio.IsCrossedBy((1 - best) / Math.Max(1 - ranked[1].Power, double.Epsilon));
        Limit limit = limits.NearlyCertain.IsCrossedBy(best) || !standsAlone ? limits.NearlyCertain : limits.Power;
        measured.Add(limit.Judge("predictive power of this feature", best, name));
    }

    private static void Add(List<Evidence> measured, DeepchecksArtifacts artifacts, string check, Limit limit, string measure)
        => measured.AddRange(from value in artifacts.OfTraining(check)
                             from member in Checks.Members(value)
                             let power = Checks.Number(member.Value)
                             where power is not null
                             select limit.Judge(measure, power.Value, member.Key));

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Predictive power score of one feature, 0 to 1, where it stands alone.</summary>
        public Limit Power { get; init; } = Limit.AtMost(0.9, "score", 0, 1, "Predictive power score of one feature, 0 to 1, where it stands alone.", "Honest single features seldom reach 0.9.");

        /// <summary>What the best feature leaves unexplained over what the next one leaves: several good features are a property of an easy task, one alone is suspicious.</summary>
        public Limit ErrorRatio { get; init; } = Limit.AtMost(0.25, "ratio", 0, 1, "What the best feature leaves unexplained over what the next one leaves: several good features are a property of an easy task, one alone is suspicious.", "In easy public tables (iris) the best leaves half of what the next one does, and more.");

        /// <summary>Score at which a feature is the target in other words, whatever the others do.</summary>
        public Limit NearlyCertain { get; init; } = Limit.AtMost(0.985, "score", 0, 1, "Score at which a feature is the target in other words, whatever the others do.", "A feature that errs less than the label noise of careful labelling, 1 to 2 %.");

        /// <summary>Predictive power of an index or date, which should have none.</summary>
        public Limit IdentifierPower { get; init; } = Limit.AtMost(0.8, "score", 0, 1, "Predictive power of an index or date, which should have none.", "Dates reach 0.5 by season; an index has 0 by nature.");

        /// <summary>Predictive power of a technical property of images, such as brightness.</summary>
        public Limit PropertyPower { get; init; } = Limit.AtMost(0.6, "score", 0, 1, "Predictive power of a technical property of images, such as brightness.", "Such properties stay below 0.2 where images were taken alike.");
    }
}
