using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Dataset;

/// <summary>Two inputs repeat each other.</summary>
public sealed class DatasetCorrelatedFeaturesDetector(DatasetCorrelatedFeaturesDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetCorrelatedFeaturesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.CorrelatedFeatures;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Correlation, limits.SureCorrelation];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["correlations", "splits.train.num_samples"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (Rows.AreGrids(artifacts)) return new Detection.NotAssessable("Rows are images or grids, where neighbouring cells go together by nature.", "Nothing: this is judged for tables only.");
        if (artifacts.Correlations.Count == 0 || Rows.Of(artifacts.Train()) is not { } rows || rows <= 3)
            return new Detection.NotAssessable("Correlations of the features are not recorded, or over too few rows.", "Log correlations in dataset/statistics.json.");
        IEnumerable<Evidence> measured = artifacts.Correlations
            .Where(c => !limits.SureCorrelation.IsCrossedBy(Correlations.SurelyAtLeast(c.PearsonAbs, rows)))
            .Select(c => limits.Correlation.Judge("absolute correlation in training", c.PearsonAbs, $"{c.First} and {c.Second}"));
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Tested,
            worst => $"{worst.Count} pairs of features repeat each other, most of all {worst[0].Series} (correlation {Significant.Text(worst[0].Value, 3)}). Scores do not suffer; weights and importances cannot be told apart.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Absolute Pearson correlation above which one input says what the other does.</summary>
        public Limit Correlation { get; init; } = Limit.AtMost(0.95, "correlation", 0, 1, "Absolute Pearson correlation above which one input says what the other does.", "Shared variance of 90 %.");

        /// <summary>What the correlation is at least, with 99 % certainty (Fisher transform): keeps small samples out.</summary>
        public Limit SureCorrelation { get; init; } = Limit.AtLeast(0.8, "correlation", 0, 1, "What the correlation is at least, with 99 % certainty (Fisher transform): keeps small samples out.", "Fisher 1921.");
    }
}
