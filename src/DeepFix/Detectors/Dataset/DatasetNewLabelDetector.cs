using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>A class of validation or test never occurs in training.</summary>
public sealed class DatasetNewLabelDetector(DatasetNewLabelDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetNewLabelDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.NewLabel;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.RowsOfNewClasses];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["splits.<split>.class_counts"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (artifacts.Train() is not { ClassCounts.Count: > 0 } train || !artifacts.HeldOut().Any(h => h.Statistics.ClassCounts.Count > 0))
            return new Detection.NotAssessable("The classes of training and of validation or test are not recorded.", "Log class_counts of every split in dataset/statistics.json.");
        List<(string Split, string Label, long Rows)> unseen = [.. from held in artifacts.HeldOut()
                                                                   from label in held.Statistics.ClassCounts
                                                                   where label.Value > 0 && train.ClassCounts.GetValueOrDefault(label.Key) == 0
                                                                   select (held.Name, label.Key, label.Value)];
        return DataFinding.Judge(
            Code,
            artifacts.HeldOut().Select(h => limits.RowsOfNewClasses.Judge("rows whose class training does not have", unseen.Where(u => u.Split == h.Name).Sum(u => u.Rows), h.Name)),
            _ => Severity.Medium,
            Certainty.Counted,
            worst => $"{DataFinding.Names(unseen.Select(u => u.Label))}: {DataFinding.Count(worst.Sum(w => w.Value))} rows outside training carry a label that no training row has. The model cannot name it.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Held-out rows whose class training does not have.</summary>
        public Limit RowsOfNewClasses { get; init; } = Limit.AtMost(0, "rows", 0, 1000000, "Held-out rows whose class training does not have.", "Exact: a class that is not there cannot be learnt.");
    }
}
