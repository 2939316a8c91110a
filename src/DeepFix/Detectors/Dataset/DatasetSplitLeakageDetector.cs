using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Dataset;

/// <summary>Rows of the training split are also in validation or test, beyond the repeats that the data have by nature.</summary>
public sealed class DatasetSplitLeakageDetector(DatasetSplitLeakageDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetSplitLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.SplitLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.ExcessShare, limits.Chance, limits.MediumShare, limits.HighShare];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["duplicate_rows_train_val", "duplicate_rows_train_test", "splits.train.duplicate_rows"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<(string Name, long Shared, double Expected, double Rows)> measured = [];
        foreach ((string name, SplitStatistics held) in artifacts.HeldOut())
        {
            long? shared = name == "val" ? artifacts.DuplicateRowsTrainVal : artifacts.DuplicateRowsTrainTest;
            if (shared is { } rows && Rows.Of(held) is { } all and > 0) measured.Add((name, rows, NaturalRepeats.Shared(Rows.Of(artifacts.Train()), artifacts.Train()?.DuplicateRows, all, held.DuplicateRows), all));
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("It is not recorded how many rows training shares with validation or test.", "Log duplicate_rows_train_val and duplicate_rows_train_test in dataset/statistics.json.");
        List<Evidence> evidence = [];
        foreach ((string name, long shared, double expected, double rows) in measured)
        {
            Evidence share = limits.ExcessShare.Judge($"share of {name} rows that are also in training, beyond natural repeats", Math.Max(0, shared - expected) / rows, $"duplicate_rows_train_{name}");
            bool isChance = !limits.Chance.IsCrossedBy(Poisson.AtLeast(shared, Math.Max(expected, 1 / rows)));
            evidence.Add(share.CrossesLimit && (isChance || shared < 2) ? share with { Limit = null, Side = null } : share);
        }

        return DataFinding.Judge(
            Code,
            evidence,
            worst => limits.HighShare.IsCrossedBy(worst[0].Value) ? Severity.High : limits.MediumShare.IsCrossedBy(worst[0].Value) ? Severity.Medium : Severity.Low,
            Certainty.Counted,
            worst => string.Join(" ", measured.Where(m => worst.Any(w => w.Series == $"duplicate_rows_train_{m.Name}")).Select(m =>
                $"{DataFinding.Count(m.Shared)} of {DataFinding.Count(m.Rows)} {m.Name} rows ({DataFinding.Percent(m.Shared / m.Rows)}) are also in training; repeats within the data explain about {Significant.Text(m.Expected, 2)}.")) + " The held-out score shows memory in part, and flatters the model.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of held-out rows that are also in training, beyond natural repeats.</summary>
        public Limit ExcessShare { get; init; } = Limit.AtMost(0.02, "fraction", 0, 1, "Share of held-out rows that are also in training, beyond natural repeats.", "Two rows in a hundred move a score by up to two points: more than models are usually told apart by.");

        /// <summary>Chance that natural repeats alone bring as many shared rows.</summary>
        public Limit Chance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance that natural repeats alone bring as many shared rows.", "Poisson tail; one in a thousand.");

        /// <summary>Share above which the held-out score can no longer be read.</summary>
        public Limit MediumShare { get; init; } = Limit.AtMost(0.05, "fraction", 0, 1, "Share above which the held-out score can no longer be read.", "Half of the usual gap between models.");

        /// <summary>Share above which the held-out score mostly shows memory.</summary>
        public Limit HighShare { get; init; } = Limit.AtMost(0.2, "fraction", 0, 1, "Share above which the held-out score mostly shows memory.", "One row in five.");
    }
}
