using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>A label of test never occurs in training.</summary>
public sealed class DeepchecksNewLabelDetector(DeepchecksNewLabelDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksNewLabelDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.NewLabel;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.RowsOfNewLabels];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["New Label Train Test", "New Labels"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<(double Rows, IEnumerable<string?> Labels)> measured = [];
        foreach (JsonObject value in artifacts.Values("New Label Train Test", "New Labels").Select(v => v.Value).OfType<JsonObject>())
        {
            if (Checks.Number(value["n_new_labels_samples"]) is { } rows) measured.Add((rows, (value["new_labels"] as JsonArray ?? []).Select(l => Checks.Text(l) ?? l?.ToJsonString())));
            else if (value["new_labels"] is JsonObject labels) measured.Add((labels.Sum(l => Checks.Number(l.Value) ?? 0), labels.Select(l => l.Key)));
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check New Label Train Test did not run, or gave no value.", "Run deepchecks' New Label Train Test and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.RowsOfNewLabels.Judge("test rows whose label training does not have", m.Rows, "label")),
            _ => Severity.Medium,
            Certainty.Counted,
            worst => $"{DataFinding.Names(measured.SelectMany(m => m.Labels))}: {DataFinding.Count(worst[0].Value)} test rows carry a label that no training row has. The model cannot name it.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Test rows whose label training does not have.</summary>
        public Limit RowsOfNewLabels { get; init; } = Limit.AtMost(0, "rows", 0, 1000000, "Test rows whose label training does not have.", "Exact: a class that is not there cannot be learnt.");
    }
}
