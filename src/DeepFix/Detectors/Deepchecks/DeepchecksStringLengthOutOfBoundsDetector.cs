using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Text far longer or shorter than its column's.</summary>
public sealed class DeepchecksStringLengthOutOfBoundsDetector(DeepchecksStringLengthOutOfBoundsDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksStringLengthOutOfBoundsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.StringLengthOutOfBounds;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Ratio];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["String Length Out Of Bounds"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        foreach ((string? split, JsonNode value) in artifacts.Values("String Length Out Of Bounds"))
        {
            foreach ((string column, JsonNode? lengths) in Checks.Members(value))
                measured.Add(limits.Ratio.Judge($"outlying length over the normal range in {split ?? "the data"}", Farthest(lengths as JsonObject), column));
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The check String Length Out Of Bounds did not run, or the data hold no text.", "Run deepchecks' String Length Out Of Bounds on data with text columns.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Tested,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: text {Significant.Text(worst[0].Value, 3)} times outside the normal range of lengths. Two cells run into one, or a note in a column of codes, look like that.");
    }

    private static double Farthest(JsonObject? column)
    {
        if (column?["outliers"] is not JsonArray outliers || column["normal_range"] is not JsonObject normal || Checks.Number(normal["min"]) is not { } min || Checks.Number(normal["max"]) is not { } max) return 1;
        return outliers.Select(o => (o as JsonObject)?["range"] as JsonObject).Select(r => Math.Max((Checks.Number(r?["max"]) ?? max) / Math.Max(1, max), min / Math.Max(1, Checks.Number(r?["min"]) ?? min))).Append(1).Max();
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Length of the outlying text over the longest normal one (or the shortest normal one over it).</summary>
        public Limit Ratio { get; init; } = Limit.AtMost(3, "ratio", 1, 1000, "Length of the outlying text over the longest normal one (or the shortest normal one over it).", "Within names and categories the longest is seldom twice the usual longest.");
    }
}
