using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Dataset;

/// <summary>Labels of validation or test are distributed differently from training.</summary>
public sealed class DatasetLabelDriftDetector(DatasetLabelDriftDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetLabelDriftDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.LabelDrift;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Effect, limits.Chance, limits.MediumEffect, limits.HighEffect];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["splits.<split>.class_counts", "splits.<split>.target"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<(Evidence Effect, double Chance)> measured = [.. artifacts.HeldOut().Select(h => Measure(artifacts, h.Name, h.Statistics)).OfType<(Evidence, double)>()];
        if (measured.Count == 0)
            return new Detection.NotAssessable("The labels of training and of validation or test are not both summarised.", "Log class_counts (or target, for regression) of every split in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.Chance.IsCrossedBy(m.Chance) && m.Effect.Value > Rows.CopiedShare(artifacts.Train()) ? m.Effect : m.Effect with { Limit = null, Side = null }),
            worst => limits.HighEffect.IsCrossedBy(worst[0].Value) ? Severity.High : limits.MediumEffect.IsCrossedBy(worst[0].Value) ? Severity.Medium : Severity.Low,
            Certainty.Tested,
            worst => $"The labels of {DataFinding.Names(worst.Select(w => w.Series))} are not distributed like those of training: {DataFinding.Percent(worst[0].Value)} of the rows would have to change theirs, more than sampling explains. What the model learnt of how common each label is does not hold there.");
    }

    private (Evidence Effect, double Chance)? Measure(DatasetArtifacts artifacts, string name, SplitStatistics held)
    {
        SplitStatistics? train = artifacts.Train();
        if (train?.ClassCounts.Values.Sum() > 0 && held.ClassCounts.Values.Sum() > 0)
        {
            (double[] first, double[] second) = Rows.Aligned(train!.ClassCounts, held.ClassCounts);
            double distance = TotalVariation.Distance(first, second);
            double chance = ChiSquare.SameDistribution(first, second, Rows.IndependentShare(train));
            return (limits.Effect.Judge("total variation distance of the class shares from training", distance, name), chance);
        }

        if (train?.Target is not { Mean: { } mean, Std: { } std } || held.Target is not { Mean: { } heldMean, Std: { } heldStd } || Rows.Of(train) is not { } n || Rows.Of(held) is not { } m) return null;
        double effect = NormalShift.Distance(mean, std, heldMean, heldStd);
        return (limits.Effect.Judge("distance of the target's distribution from training, from the shift of its mean", effect, name), KolmogorovSmirnov.SameDistribution(effect, n * Rows.IndependentShare(train), m));
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of rows that would have to change class to make the splits alike (for a numeric target: the largest difference of the distributions, from the shift of its mean).</summary>
        public Limit Effect { get; init; } = Limit.AtMost(0.1, "fraction", 0, 1, "Share of rows that would have to change class to make the splits alike (for a numeric target: the largest difference of the distributions, from the shift of its mean).", "A tenth of the rows moves accuracy by several points.");

        /// <summary>Chance of so large a difference between two samples of one distribution.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance of so large a difference between two samples of one distribution.", "One in a thousand.");

        /// <summary>Effect above which scores of the splits cannot be compared.</summary>
        public Limit MediumEffect { get; init; } = Limit.AtMost(0.15, "fraction", 0, 1, "Effect above which scores of the splits cannot be compared.", "Convention.");

        /// <summary>Effect above which the splits are different populations.</summary>
        public Limit HighEffect { get; init; } = Limit.AtMost(0.4, "fraction", 0, 1, "Effect above which the splits are different populations.", "Convention.");
    }
}
