using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Cells hold nothing but special characters.</summary>
public sealed class DatasetSpecialCharactersDetector(DatasetSpecialCharactersDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetSpecialCharactersDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.SpecialCharacters;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Share];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].<split>.top_values"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        List<Evidence> measured = [.. from feature in artifacts.Features
                                      from split in feature.Splits.OrderBy(s => s.Key, StringComparer.Ordinal)
                                      where split.Value.TopValues.Count > 0
                                      let rows = (double)(split.Value.TopValues.Values.Sum() + (split.Value.ValuesNotListed ?? 0))
                                      let empty = split.Value.TopValues.Where(v => Spelling.IsOnlySpecial(v.Key)).Sum(v => v.Value)
                                      select limits.Share.Judge($"share of {split.Key} cells without a letter or digit", empty / Math.Max(1, rows), feature.Name)];
        if (measured.Count == 0)
            return new Detection.NotAssessable("The values of the features are not listed.", "Log top_values of text features in dataset/statistics.json.");
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
