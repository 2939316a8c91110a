using DeepFix.Artifacts;
using DeepFix.Comparison;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>The run ends clearly worse than the runs before it in its experiment, by more than these differ, and by more than runs of the same settings do. A statement beside the run's own diagnosis: it is no cause.</summary>
public sealed class RegressionVsPreviousRunDetector(RegressionVsPreviousRunDetector.Limits limits) : Detector<RunArtifacts>
{
    private const int MostNamed = 6;

    /// <summary>Evidence of this detector is read from a search of the tracking store.</summary>
    internal const string Source = "MLflow search";

    /// <summary>With the default limits.</summary>
    public RegressionVsPreviousRunDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.RegressionVsPreviousRun;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestRuns, limits.ScoreDrop, limits.LossRatio, limits.NoiseMultiple, limits.BetterShare, limits.GraveDrop];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["val_accuracy", "val_r2", "val_loss"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Earlier is not { } earlier) return new Detection.NotAssessable("Earlier runs are not known: the artifacts came from a folder, or the tracking store was not asked for them.", "Log the run to an MLflow experiment, and analyse it by its run id.");
        if (artifacts.Status == RunStatus.Running) return new Detection.NotAssessable("The run is still training.", "Analyse the run again when it has ended.");
        if (EarlierLevels.Of(earlier) is not { } levels || limits.FewestRuns.IsCrossedBy(levels.Earlier.Count))
            return new Detection.NotAssessable("Fewer than two finished runs of the experiment that began before this one have a validation metric in common with it, on the same data.", "Log val_loss or val_accuracy in every run of an experiment, under one name.");
        Evidence[] items = [Drop(levels), limits.NoiseMultiple.Judge($"the same in standard deviations of a run (the larger of those between repeats and between the earlier runs)", levels.NoiseMultiple, levels.Metric), limits.BetterShare.Judge("share of the earlier runs that ended better", levels.BetterShare, levels.Metric)];
        items = [.. items.Select(i => i with { Source = Source })];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return new Detection.Clean(items);
        return new Detection.Found(Finding.Of(Code, limits.GraveDrop.IsCrossedBy(levels.Drop) ? Severity.High : Severity.Medium, Certainty.Tested, Describe(earlier, levels), items));
    }

    private Evidence Drop(EarlierLevels levels) => levels.Scale.IsLoss && levels.Own > 0 && levels.Median > 0
        ? limits.LossRatio.Judge($"last {levels.Metric} over the median of {Significant.Text(levels.Earlier.Count)} earlier runs", Math.Min(levels.Own / levels.Median, 1e6), levels.Metric)
        : limits.ScoreDrop.Judge($"median of the last {levels.Metric} of {Significant.Text(levels.Earlier.Count)} earlier runs less this run's, in shares of its scale", Math.Clamp(levels.Drop, -1e6, 1e6), levels.Metric);

    private static string Describe(EarlierRuns earlier, EarlierLevels levels)
    {
        string text = $"{levels.Metric} ends at {Significant.Text(levels.Own)}; the {Significant.Text(levels.Earlier.Count)} latest comparable runs of the experiment ended at {Significant.Text(levels.Median)} (median; {Significant.Text(levels.Earlier.Min(e => e.Value))} to {Significant.Text(levels.Earlier.Max(e => e.Value))}). "
            + $"The gap is {Significant.Text(levels.NoiseMultiple, 2)} times what runs differ by, so it is no matter of the seed. ";
        IReadOnlyList<string> named = OtherSettings.Of(earlier.Own, [.. levels.Earlier.Select(e => e.Run)]);
        if (named.Count == 0) return text + "No parameter that was logged differs: look at the code, the libraries and the data.";
        string more = named.Count > MostNamed ? $", and {Significant.Text(named.Count - MostNamed)} more" : "";
        return $"{text}Not as in any of them: {string.Join(", ", named.Take(MostNamed))}{more}.";
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Earlier runs without which nothing is known of what runs differ by.</summary>
        public Limit FewestRuns { get; init; } = Limit.AtLeast(2, "runs", 1, EarlierRuns.Most, "One earlier run says nothing of the noise between runs.", "two runs: the least that have a spread");

        /// <summary>Score lost against the median of the earlier runs.</summary>
        public Limit ScoreDrop { get; init; } = Limit.AtMost(0.03, "fraction", 0, 1, "The run is worse by an amount that matters.", "the corpus' own threshold for a cause: 0.03 of the score");

        /// <summary>Loss over the median of the earlier runs.</summary>
        public Limit LossRatio { get; init; } = Limit.AtMost(1.15, "ratio", 1, 100, "The run is worse by an amount that matters.", "effect: the logarithm of a loss moves four times as far as the score over the labelled runs");

        /// <summary>The drop in standard deviations of a run.</summary>
        public Limit NoiseMultiple { get; init; } = Limit.AtMost(3, "standard deviations", 1, 100, "The drop is beyond the noise between runs of the same settings, and beyond what the earlier runs differ by.", "three deviations: one in seven hundred repeats");

        /// <summary>Share of earlier runs that ended better.</summary>
        public Limit BetterShare { get; init; } = Limit.AtMost(0.7, "fraction", 0, 1, "Not only the best of the earlier runs are better.", "a run among the lower quarter of a search is no step back");

        /// <summary>Drop on the scale of a score from which the run is spoilt beside those before it.</summary>
        public Limit GraveDrop { get; init; } = Limit.AtMost(0.1, "fraction", 0, 1, "The run is of no use where the earlier ones were.", "effect: ten points of a score, or half as much loss again");
    }
}
