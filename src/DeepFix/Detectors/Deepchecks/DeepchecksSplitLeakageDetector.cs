using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Test rows are also in training, beyond the repeats that the data have by nature.</summary>
public sealed class DeepchecksSplitLeakageDetector(DeepchecksSplitLeakageDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksSplitLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.SplitLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.ExcessShare, limits.Chance, limits.MediumShare, limits.HighShare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Train Test Samples Mix", "Data Duplicates", "Datasets Size Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        double? ratio = artifacts.Values("Train Test Samples Mix").Select(v => Checks.Number((v.Value as JsonObject)?["ratio"])).FirstOrDefault(r => r is not null);
        if (ratio is not { } share) return new Detection.NotAssessable("The check Train Test Samples Mix did not run, or gave no value.", "Run deepchecks' Train Test Samples Mix and log deepchecks/results.yaml.");
        if (artifacts.SampleSizes() is not { } rows)
            return new Detection.NotAssessable("Without the sample sizes shared rows cannot be told from natural repeats.", "Run deepchecks' Datasets Size Comparison, or log dataset/metadata.yaml.");
        double shared = Math.Round(share * rows.Test);
        double expected = NaturalRepeats.Shared(rows.Train, Copies(artifacts, "train") * rows.Train, rows.Test, Copies(artifacts, "test") * rows.Test);
        Evidence excess = limits.ExcessShare.Judge("share of test rows that are also in training, beyond natural repeats", Math.Max(0, shared - expected) / rows.Test, "Train Test Samples Mix");
        bool isChance = shared < 2 || !limits.Chance.IsCrossedBy(Poisson.AtLeast((long)shared, Math.Max(expected, 1 / rows.Test)));
        return DataFinding.Judge(
            Code,
            [isChance ? excess with { Limit = null, Side = null } : excess],
            _ => limits.HighShare.IsCrossedBy(excess.Value) ? Severity.High : limits.MediumShare.IsCrossedBy(excess.Value) ? Severity.Medium : Severity.Low,
            Certainty.Counted,
            _ => $"{DataFinding.Count(shared)} of {DataFinding.Count(rows.Test)} test rows ({DataFinding.Percent(share)}) are also in training; repeats within the data explain about {Significant.Text(expected, 2)}. The test score shows memory in part, and flatters the model.");
    }

    private static double? Copies(DeepchecksArtifacts artifacts, string split)
        => artifacts.Values("Data Duplicates").Where(v => v.Split == split).Select(v => Checks.Number(v.Value)).FirstOrDefault(d => d is not null);

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of test rows that are also in training, beyond natural repeats.</summary>
        public Limit ExcessShare { get; init; } = Limit.AtMost(0.02, "fraction", 0, 1, "Share of test rows that are also in training, beyond natural repeats.", "Two rows in a hundred move a score by up to two points: more than models are usually told apart by.");

        /// <summary>Chance that natural repeats alone bring as many shared rows.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance that natural repeats alone bring as many shared rows.", "Poisson tail; one in a thousand.");

        /// <summary>Share above which the test score can no longer be read.</summary>
        public Limit MediumShare { get; init; } = Limit.AtMost(0.05, "fraction", 0, 1, "Share above which the test score can no longer be read.", "Half of the usual gap between models.");

        /// <summary>Share above which the test score mostly shows memory.</summary>
        public Limit HighShare { get; init; } = Limit.AtMost(0.2, "fraction", 0, 1, "Share above which the test score mostly shows memory.", "One row in five.");
    }
}
