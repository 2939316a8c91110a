using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Cells hold nothing but special characters.</summary>
public sealed class DeepchecksSpecialCharactersDetector(DeepchecksSpecialCharactersDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksSpecialCharactersDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.SpecialCharacters;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Special Characters"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [.. from check in artifacts.Values("Special Characters")
                                      from column in Checks.Members(check.Value)
                                      let share = Checks.Number(column.Value)
                                      where share is not null
                                      select limits.Share.Judge($"share of {check.Split ?? "all"} cells without a letter or digit", share.Value, column.Key)];
        if (measured.Count == 0) return new Detection.NotAssessable("The check Special Characters did not run, or gave no value.", "Run deepchecks' Special Characters and log deepchecks/results.yaml.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Counted,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: {DataFinding.Percent(worst[0].Value)} of the cells hold special characters only, which usually stand for a missing value.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of cells without a letter or digit.</summary>
        public Limit Share { get; init; } = Limit.AtMost(0.003, "fraction", 0, 1, "Share of cells without a letter or digit.", "Three in a thousand; below, single typing errors.");
    }
}
