using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>A category of test never occurs in training.</summary>
public sealed class DeepchecksNewCategoryDetector(DeepchecksNewCategoryDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksNewCategoryDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.NewCategory;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share, limits.MinRows];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["New Category Train Test", "Datasets Size Comparison"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<(double Share, string Categories)> measured = [];
        foreach (JsonArray rows in artifacts.Values("New Category Train Test").Select(v => v.Value).OfType<JsonArray>())
        {
            foreach (JsonObject row in rows.OfType<JsonObject>())
            {
                IEnumerable<string> names = (row["New categories"] as JsonArray ?? []).Select(c => Checks.Text(c) ?? c?.ToJsonString() ?? "").Where(c => !Spelling.MeansMissing(c));
                measured.Add((names.Any() ? Checks.Number(row["Ratio of New Categories"]) ?? 0 : 0, DataFinding.Names(names)));
            }
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("The check New Category Train Test did not run, or the data have no categorical feature.", "Run deepchecks' New Category Train Test with the categorical features declared.");
        double test = artifacts.SampleSizes()?.Test ?? double.PositiveInfinity;
        return DataFinding.Judge(
            Code,
            measured.Select(m => limits.Share.Judge("share of test rows with a category that training lacks", limits.MinRows.IsCrossedBy(m.Share * test) ? 0 : m.Share, m.Categories)),
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: {DataFinding.Percent(worst[0].Value)} of the test rows carry a category that no training row has. What the model does with them is undefined.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of test rows with a category that training lacks.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.01, "fraction", 0, 1, "Share of test rows with a category that training lacks.", "One row in a hundred moves a score by up to a point; single rows are the tail of rare categories.");

        /// <summary>Rows of a new category from which it is no accident of a rare one.</summary>
        public Limit MinRows { get; init; } = Limit.AtLeast(3, "rows", 1, 1000, "Rows of a new category from which it is no accident of a rare one.", "A category held by 1 % of the rows is missing from 300 training rows in 5 % of the draws, with one or two rows in test.");
    }
}
