using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Dataset;

/// <summary>Inputs of validation or test are distributed differently from training, by more than a change of the labels explains.</summary>
public sealed class DatasetFeatureDriftDetector(DatasetFeatureDriftDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetFeatureDriftDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.FeatureDrift;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Effect, limits.Chance, limits.MediumEffect, limits.HighEffect];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].<split>.histogram", "features[].<split>.top_values", "features[].<split>.q05"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        var measured = new List<(Evidence Effect, double Chance)>();
        foreach ((string name, SplitStatistics held) in artifacts.HeldOut())
        {
            cancellationToken.ThrowIfCancellationRequested();
            double explained = Math.Max(LabelShift(artifacts, held), Rows.CopiedShare(artifacts.Train()));
            foreach (FeatureStatistics feature in artifacts.Features)
            {
                if (FeatureDistance.Between(artifacts, feature, name) is not { } distance) continue;
                Evidence effect = limits.Effect.Judge($"distance of the feature's distribution in {name} from training", distance.Effect, feature.Name);
                measured.Add((distance.Effect > explained ? effect : effect with { Limit = null, Side = null }, distance.Chance));
            }
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The features of training and of validation or test are not both summarised.", "Log features with histogram, top_values or quantiles of every split in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.Chance.IsCrossedBy(m.Chance * measured.Count) ? m.Effect : m.Effect with { Limit = null, Side = null }),
            worst => limits.HighEffect.IsCrossedBy(worst[0].Value) ? Severity.High : limits.MediumEffect.IsCrossedBy(worst[0].Value) ? Severity.Medium : Severity.Low,
            Certainty.Tested,
            worst => $"{worst.Count} features are distributed differently outside training, most of all {worst[0].Series}: {DataFinding.Percent(worst[0].Value)} of the rows would have to change, more than sampling explains and more than a change of the labels brings. The model is judged on inputs that it was not trained for.");
    }

    // Were the inputs of each class alike in both splits, no feature could differ by more than the class shares do. Likewise, copies move a distribution by no more than their share.
    private static double LabelShift(DatasetArtifacts artifacts, SplitStatistics held)
    {
        if (artifacts.Train() is not { ClassCounts.Count: > 0 } train || held.ClassCounts.Count == 0) return 0;
        (double[] first, double[] second) = Rows.Aligned(train.ClassCounts, held.ClassCounts);
        return TotalVariation.Distance(first, second);
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of rows that would have to change to make the splits alike in one feature.</summary>
        public Limit Effect { get; init; } = Limit.AtMost(0.2, "fraction", 0, 1, "Share of rows that would have to change to make the splits alike in one feature.", "A fifth of the rows; shifts below half a standard deviation stay under it.");

        /// <summary>Chance of so large a difference in any of the features between two samples of one distribution.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance of so large a difference in any of the features between two samples of one distribution.", "One in a thousand, divided by the number of features (Bonferroni).");

        /// <summary>Effect above which scores of the splits cannot be compared.</summary>
        public Limit MediumEffect { get; init; } = Limit.AtMost(0.3, "fraction", 0, 1, "Effect above which scores of the splits cannot be compared.", "In 740 retrained runs drift below 0.3 cost nothing.");

        /// <summary>Effect above which the splits are different populations.</summary>
        public Limit HighEffect { get; init; } = Limit.AtMost(0.6, "fraction", 0, 1, "Effect above which the splits are different populations.", "Convention: more rows differ than agree.");
    }
}
