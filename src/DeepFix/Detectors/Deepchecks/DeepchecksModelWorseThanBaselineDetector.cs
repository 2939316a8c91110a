using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>A model that knows only the most frequent class, or the mean, does as well in test.</summary>
public sealed class DeepchecksModelWorseThanBaselineDetector(DeepchecksModelWorseThanBaselineDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksModelWorseThanBaselineDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ModelWorseThanBaseline;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Gain];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Train Test Performance", "Class Performance", "Simple Model Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        List<double> recalls = [.. artifacts.Scores().Where(s => s.Split == "Test" && s.Rows > 0 && s.Metric.StartsWith("Recall", StringComparison.OrdinalIgnoreCase)).Select(s => s.Value)];
        if (recalls.Count > 1)
        {
            double chance = 1.0 / recalls.Count;
            measured.Add(limits.Gain.Judge("mean recall of the classes in test above chance, as a share of what is possible", (recalls.Average() - chance) / (1 - chance), "recall"));
        }

        foreach (JsonObject value in artifacts.Values("Simple Model Comparison").Select(v => v.Value).OfType<JsonObject>())
        {
            if (value["scores"] is JsonObject scores && scores["Neg RMSE"] is JsonObject errors && Checks.Number(errors["Origin"]) is { } model && Checks.Number(errors["Simple"]) is { } mean && mean != 0)
                measured.Add(limits.Gain.Judge("share of the target's variance in test that the model explains (R2)", 1 - (model * model / (mean * mean)), "RMSE"));
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check Train Test Performance did not run, or gave no value.", "Run deepchecks' Train Test Performance and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.High,
            Certainty.Tested,
            worst => $"In test the model gains next to nothing over a trivial one: {worst[^1].Measure} {Significant.Text(worst[^1].Value, 3)}. Features, labels, or the training itself fail before any fine point matters.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>What the model gains over the trivial one, as a share of what a perfect one would: mean recall above chance, or R2.</summary>
        public Limit Gain { get; init; } = Limit.AtLeast(0.08, "fraction", -1, 1, "What the model gains over the trivial one, as a share of what a perfect one would: mean recall above chance, or R2.", "Below a tenth of what could be gained, a model is not worth its cost.");
    }
}
