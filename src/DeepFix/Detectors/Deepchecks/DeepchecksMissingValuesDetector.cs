using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Cells are missing to an extent that hurts.</summary>
public sealed class DeepchecksMissingValuesDetector(DeepchecksMissingValuesDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksMissingValuesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.MissingValues;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.FeatureShare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Mixed Nulls"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        foreach ((string? split, JsonNode value) in artifacts.Values("Mixed Nulls"))
        {
            foreach ((string column, JsonNode? spellings) in Checks.Members((value as JsonObject)?["columns"]))
                measured.Add(limits.FeatureShare.Judge($"share of {split ?? "all"} rows without a value", Checks.Members(spellings).Sum(s => Checks.Number((s.Value as JsonObject)?["percent"]) ?? 0), column));
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check Mixed Nulls did not run, or gave no value.", "Run deepchecks' Mixed Nulls and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Medium,
            Certainty.Tested,
            worst => $"Up to {DataFinding.Percent(worst[0].Value)} of the values are missing in {DataFinding.Names(worst.Select(w => w.Series))}. What stands in their place (zeros, means, dropped rows) is what the model learns from.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of rows in which a column is missing, in whatever spelling.</summary>
        public Limit FeatureShare { get; init; } = Limit.AtMost(0.1, "fraction", 0, 1, "Share of rows in which a column is missing, in whatever spelling.", "A tenth of a column is more than imputation hides.");
    }
}
