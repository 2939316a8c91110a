using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>On a part of the data the model is far worse than on the rest, beyond what a search for the worst part finds by chance.</summary>
public sealed class DeepchecksWeakSegmentDetector(DeepchecksWeakSegmentDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksWeakSegmentDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.WeakSegment;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.ScoreDrop, limits.ErrorRatio, limits.Chance];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Weak Segments Performance", "Datasets Size Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<(Evidence Effect, double Chance, double Rows)> measured = [];
        foreach (JsonObject value in Held(artifacts))
        {
            if (Checks.Number(value["avg_score"]) is not { } average) continue;
            foreach ((string metric, double score, double rows, string where) in WeakSegments.Read(value["weak_segments_list"]))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Measure(metric, average, score, rows, where) is { } one) measured.Add((one.Effect, one.Chance, rows));
            }
        }

        if (measured.Count == 0) return new Detection.NotAssessable("The check Weak Segments Performance did not run, or gave no value.", "Run deepchecks' Weak Segments Performance and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.Chance.IsCrossedBy(m.Chance) ? m.Effect : m.Effect with { Limit = null, Side = null }),
            _ => Severity.Medium,
            Certainty.Arguable,
            worst => $"On rows singled out by {DataFinding.Names(worst.Select(w => w.Series))} the model is far worse than on all: {worst[0].Measure} {Significant.Text(worst[0].Value, 3)}. The average score hides it.");
    }

    // More rows prove no more than a million do, and are counted one by one.
    private const double MostRows = 1e6;

    // Rows that the model learnt from flatter every segment: those of test count where the check ran on them.
    private static IEnumerable<JsonObject> Held(DeepchecksArtifacts artifacts)
    {
        List<(string? Split, JsonObject Value)> all = [.. artifacts.Values("Weak Segments Performance").Where(v => v.Value is JsonObject).Select(v => (v.Split, v.Value.AsObject()))];
        return (all.Any(v => v.Split == "test") ? all.Where(v => v.Split == "test") : all).Select(v => v.Value);
    }

    private (Evidence Effect, double Chance)? Measure(string metric, double average, double score, double rows, string where)
    {
        if (metric.Contains("Accuracy", StringComparison.OrdinalIgnoreCase) && average is > 0 and <= 1)
            return (limits.ScoreDrop.Judge("loss of accuracy against all rows, as a share of it", Math.Max(0, (average - score) / average), where), Binomial.AtMost((long)Math.Round(score * Math.Min(rows, MostRows)), (long)Math.Min(rows, MostRows), average));
        if (metric.Contains("RMSE", StringComparison.OrdinalIgnoreCase) && average != 0)
        {
            double ratio = Math.Abs(score / average);
            return (limits.ErrorRatio.Judge("error over that of all rows", ratio, where), ChiSquare.UpperTail(rows * ratio * ratio, rows));
        }

        return null;
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Loss of accuracy in the segment against all rows, as a share of it.</summary>
        public Limit ScoreDrop { get; init; } = Limit.AtMost(0.35, "fraction", 0, 1, "Loss of accuracy in the segment against all rows, as a share of it.", "A third more rows wrong than a user of that part would expect.");

        /// <summary>Root mean square error of the segment over that of all rows (regression).</summary>
        public Limit ErrorRatio { get; init; } = Limit.AtMost(1.5, "ratio", 1, 100, "Root mean square error of the segment over that of all rows (regression).", "More than double the variance.");

        /// <summary>Chance of so bad a segment where the model is equally good everywhere.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(1e-6, "probability", 0, 0.5, "Chance of so bad a segment where the model is equally good everywhere.", "One in a thousand, divided by a thousand segments that the search looks at.");
    }
}
