using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Class sizes differ so much that the small classes suffer; the damage is read off their recall.</summary>
public sealed class DeepchecksClassImbalanceDetector(DeepchecksClassImbalanceDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksClassImbalanceDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ClassImbalance;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Ratio, limits.RecallOfSmallest, limits.RecallIfGivenUp];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Train Test Performance", "Class Performance"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<(string Split, string Class, string Metric, double Value, double Rows)> recalls = [.. artifacts.Scores().Where(s => s.Metric.StartsWith("Recall", StringComparison.OrdinalIgnoreCase))];
        List<(string Class, double Rows)> sizes = [.. recalls.Where(r => r.Split == "Train" && r.Rows > 0).Select(r => (r.Class, r.Rows)).OrderBy(r => r.Rows).ThenBy(r => r.Class, StringComparer.Ordinal)];
        if (sizes.Count < 2)
            return new Detection.NotAssessable("No check counts the rows of each class: deepchecks' suites have none of their own for imbalance.", "Log class_counts in dataset/statistics.json, or run the model evaluation suite.");
        Evidence ratio = limits.Ratio.Judge("largest class over smallest in training", sizes[^1].Rows / sizes[0].Rows, sizes[0].Class);
        double others = recalls.Where(r => r.Split == "Test" && r.Class != sizes[0].Class).Select(r => r.Value).DefaultIfEmpty(0).Average();
        double? smallest = recalls.Where(r => r.Split == "Test" && r.Class == sizes[0].Class).Select(r => (double?)r.Value).FirstOrDefault();
        double kept = smallest is { } recall && others > 0 ? recall / others : 1;
        return DataFinding.Judge(
            Code,
            [ratio],
            _ => limits.RecallIfGivenUp.IsCrossedBy(kept) ? Severity.High : limits.RecallOfSmallest.IsCrossedBy(kept) ? Severity.Medium : Severity.Low,
            Certainty.Tested,
            _ => $"Class {sizes[0].Class} has {DataFinding.Count(sizes[0].Rows)} training rows, class {sizes[^1].Class} {DataFinding.Count(sizes[^1].Rows)}. In test the model finds {DataFinding.Percent(smallest ?? 0)} of the small class, of the others {DataFinding.Percent(others)}.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Largest class over smallest in training, above which small classes suffer as a rule.</summary>
        public Limit Ratio { get; init; } = Limit.AtMost(5, "ratio", 1, 1000, "Largest class over smallest in training, above which small classes suffer as a rule.", "In 650 retrained runs no ratio above 3 was harmless; one step on the safe side.");

        /// <summary>Recall of the smallest class in test over the mean recall of the others: the consequence.</summary>
        public Limit RecallOfSmallest { get; init; } = Limit.AtLeast(0.7, "fraction", 0, 1, "Recall of the smallest class in test over the mean recall of the others: the consequence.", "A loss of less than a third passes for the noise of few rows.");

        /// <summary>The same, below which the class is given up.</summary>
        public Limit RecallIfGivenUp { get; init; } = Limit.AtLeast(0.4, "fraction", 0, 1, "The same, below which the class is given up.", "More rows of it missed than a coin would.");
    }
}
