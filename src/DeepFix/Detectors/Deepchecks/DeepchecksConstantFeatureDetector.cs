using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>An input has a single value in training.</summary>
public sealed class DeepchecksConstantFeatureDetector(DeepchecksConstantFeatureDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksConstantFeatureDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ConstantFeature;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.DistinctValues, limits.MinRows];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Is Single Value"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [.. from value in artifacts.OfTraining("Is Single Value")
                                      from column in Checks.Members(value)
                                      let distinct = Checks.Number(column.Value)
                                      where distinct is not null
                                      select limits.DistinctValues.Judge("different values in training", distinct.Value, column.Key)];
        if (measured.Count == 0 || (artifacts.SampleSizes() is { } rows && limits.MinRows.IsCrossedBy(rows.Train)))
            return new Detection.NotAssessable("The check Is Single Value did not run, or on too few rows.", "Run deepchecks' Is Single Value and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: the same value in all training rows. Such an input carries nothing in training, and anything else in use is new to the model.");
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
