using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Several spellings of missing in one column.</summary>
public sealed class DeepchecksMixedNullsDetector(DeepchecksMixedNullsDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksMixedNullsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.MixedNulls;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Spellings];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Mixed Nulls"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [.. from check in artifacts.Values("Mixed Nulls")
                                      from column in Checks.Members((check.Value as JsonObject)?["columns"])
                                      select limits.Spellings.Judge($"spellings of missing in {check.Split ?? "the data"}", Checks.Members(column.Value).Count(), column.Key)];
        if (measured.Count == 0) return new Detection.NotAssessable("The check Mixed Nulls did not run, or gave no value.", "Run deepchecks' Mixed Nulls and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: missing is written in up to {Significant.Text(worst[0].Value)} ways. Each is a category of its own to the model.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Ways in which one column says that a value is missing.</summary>
        public Limit Spellings { get; init; } = Limit.AtMost(1, "spellings", 0, 20, "Ways in which one column says that a value is missing.", "One way is a convention, two are an accident.");
    }
}
