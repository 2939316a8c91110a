using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Class sizes of the training split differ so much that the small classes are learnt badly.</summary>
public sealed class DatasetClassImbalanceDetector(DatasetClassImbalanceDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetClassImbalanceDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ClassImbalance;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Ratio, limits.SevereRatio];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["splits.train.class_counts", "imbalance_ratio"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (Rows.AreRegression(artifacts)) return new Detection.NotAssessable("The target is a number, not a class.", "Nothing: classes exist in classification only.");
        IReadOnlyDictionary<string, long> counts = artifacts.Train()?.ClassCounts ?? new Dictionary<string, long>(StringComparer.Ordinal);
        List<KeyValuePair<string, long>> sizes = [.. counts.Where(c => c.Value > 0).OrderBy(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)];
        double? ratio = sizes.Count > 1 ? (double)sizes[^1].Value / sizes[0].Value : artifacts.ImbalanceRatio;
        if (ratio is not { } measured || !double.IsFinite(measured))
            return new Detection.NotAssessable("The class sizes of the training split are not recorded.", "Log splits.train.class_counts in dataset/statistics.json, or imbalance_ratio in dataset/metadata.yaml.");

        Evidence evidence = limits.Ratio.Judge("largest class over smallest in training", measured, "class_counts");
        string sentence = sizes.Count > 1
            ? $"Class {sizes[0].Key} has {DataFinding.Count(sizes[0].Value)} training rows, class {sizes[^1].Key} has {DataFinding.Count(sizes[^1].Value)}: {Significant.Text(measured, 3)} times as many. A model can be right most of the time without ever naming the small class."
            : $"The largest class has {Significant.Text(measured, 3)} times the rows of the smallest, as the metadata state. A model can be right most of the time without ever naming the small class.";
        return DataFinding.Judge(Code, [evidence], _ => limits.SevereRatio.IsCrossedBy(measured) ? Severity.High : Severity.Medium, Certainty.Tested, _ => sentence);
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Largest class over smallest, above which small classes suffer as a rule.</summary>
        public Limit Ratio { get; init; } = Limit.AtMost(5, "ratio", 1, 1000, "Largest class over smallest, above which small classes suffer as a rule.", "In 650 retrained runs no ratio above 3 was harmless; one step on the safe side.");

        /// <summary>Ratio above which a small class is mostly given up.</summary>
        public Limit SevereRatio { get; init; } = Limit.AtMost(20, "ratio", 1, 10000, "Ratio above which a small class is mostly given up.", "Convention: one row in twenty-one is left for the small class of a pair.");
    }
}
