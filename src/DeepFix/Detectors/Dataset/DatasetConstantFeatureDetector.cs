using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>An input has a single value in training.</summary>
public sealed class DatasetConstantFeatureDetector(DatasetConstantFeatureDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetConstantFeatureDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ConstantFeature;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.DistinctValues, limits.MinRows];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].train.unique", "splits.train.num_samples"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (Rows.AreGrids(artifacts)) return new Detection.NotAssessable("Rows are images or grids, where cells at the border are constant by nature.", "Nothing: this is judged for tables only.");
        List<Evidence> measured = [.. from feature in artifacts.Features
                                      let train = feature.Splits.GetValueOrDefault("train")
                                      where train?.Unique is not null
                                      select limits.DistinctValues.Judge("different values in training", train.Unique!.Value, feature.Name)];
        if (measured.Count == 0 || Rows.Of(artifacts.Train()) is not { } rows || limits.MinRows.IsCrossedBy(rows))
            return new Detection.NotAssessable("The different values of the features are not counted, or over too few rows.", "Log unique for each feature in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: the same value in all {DataFinding.Count(rows)} training rows. Such an input carries nothing in training, and anything else in use is new to the model.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Different values that an input must have to carry anything.</summary>
        public Limit DistinctValues { get; init; } = Limit.AtLeast(2, "values", 1, 10, "Different values that an input must have to carry anything.", "An input with one value has no information, exactly.");

        /// <summary>Training rows from which a single value is no accident of a tiny sample.</summary>
        public Limit MinRows { get; init; } = Limit.AtLeast(10, "rows", 2, 1000, "Training rows from which a single value is no accident of a tiny sample.", "Ten equal draws of a value held by half of the rows have a chance of 1 in 1,000.");
    }
}
