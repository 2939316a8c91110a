using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Numbers and text stand in one column.</summary>
public sealed class DeepchecksMixedDataTypesDetector(DeepchecksMixedDataTypesDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksMixedDataTypesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.MixedDataTypes;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.SmallerShare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Mixed Data Types"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        foreach ((string? split, JsonNode value) in artifacts.Values("Mixed Data Types"))
        {
            foreach ((string column, JsonNode? types) in Checks.Members(value))
            {
                bool isMixed = types is JsonObject mix && HasMeaning(mix["numbers_examples"]) && HasMeaning(mix["strings_examples"]);
                double share = isMixed ? Math.Min(Checks.Number(types!["strings"]) ?? 0, Checks.Number(types["numbers"]) ?? 0) : 0;
                measured.Add(limits.SmallerShare.Judge($"share of the rarer of numbers and text in {split ?? "the data"}", share, column));
            }
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check Mixed Data Types did not run, or gave no value.", "Run deepchecks' Mixed Data Types and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: numbers and text in one column, the rarer with {DataFinding.Percent(worst[0].Value)} of the cells. The whole column is then read as text, or the odd cells are lost.");
    }

    // The text "NaN" counts as a number for deepchecks: a missing value, not a mixture.
    private static bool HasMeaning(JsonNode? examples)
        => examples is JsonArray { Count: > 0 } values && values.Any(v => Checks.Number(v) is not null || (Checks.Text(v) is { } text && !Spelling.MeansMissing(text)));

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of the rarer of numbers and text in a column.</summary>
        public Limit SmallerShare { get; init; } = Limit.AtMost(0.01, "fraction", 0, 0.5, "Share of the rarer of numbers and text in a column.", "Single cells are typing errors, a hundredth of a column is a habit.");
    }
}
