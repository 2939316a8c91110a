using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>One value is spelled in several ways.</summary>
public sealed class DeepchecksStringMismatchDetector(DeepchecksStringMismatchDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksStringMismatchDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.StringMismatch;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Variants];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["String Mismatch", "String Mismatch Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        List<string> examples = [];
        foreach ((string? split, JsonNode value) in artifacts.Values("String Mismatch"))
        {
            foreach ((string column, JsonNode? bases) in Checks.Members((value as JsonObject)?["columns"]))
                Add(column, split ?? "the data", Checks.Members(bases).Select(b => (b.Key, (b.Value as JsonArray)?.Count ?? 0)));
        }

        foreach ((_, JsonNode value) in artifacts.Values("String Mismatch Comparison"))
        {
            foreach ((string column, JsonNode? bases) in Checks.Members(value))
                Add(column, "both splits", Checks.Members(bases).Select(b => (b.Key, Variants(b.Value))));
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check String Mismatch did not run, or gave no value.", "Run deepchecks' String Mismatch and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Arguable,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: one value is spelled in up to {Significant.Text(worst[0].Value)} ways ({DataFinding.Names(examples)}). Each spelling is a category of its own to the model.");

        void Add(string column, string where, IEnumerable<(string Base, int Variants)> found)
        {
            (string name, int most) = found.DefaultIfEmpty(("", 1)).MaxBy(f => f.Item2);
            measured.Add(limits.Variants.Judge($"spellings of one value in {where}", Math.Max(1, most), column));
            if (limits.Variants.IsCrossedBy(most)) examples.Add(name);
        }
    }

    private static int Variants(JsonNode? value)
        => new[] { "commons", "variants_only_in_test", "variants_only_in_train" }.Sum(part => ((value as JsonObject)?[part] as JsonArray)?.Count ?? 0);

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Spellings of one value that differ in case, blanks or punctuation only.</summary>
        public Limit Variants { get; init; } = Limit.AtMost(1, "spellings", 1, 100, "Spellings of one value that differ in case, blanks or punctuation only.", "Exact.");
    }
}
