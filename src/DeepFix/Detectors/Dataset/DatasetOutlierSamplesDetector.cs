using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Values lie far outside the rest of their column.</summary>
public sealed class DatasetOutlierSamplesDetector(DatasetOutlierSamplesDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetOutlierSamplesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.OutlierSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Excess];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["features[].train.q05", "features[].train.q95", "features[].train.min", "features[].train.max"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (Rows.AreGrids(artifacts)) return new Detection.NotAssessable("Rows are images or grids, where a single cell says nothing of the row.", "Log outliers of whole rows, for instance with deepchecks.");
        List<Evidence> measured = [];
        foreach (FeatureStatistics feature in artifacts.Features.Where(f => f.Kind == "numeric"))
        {
            if (feature.Splits.GetValueOrDefault("train") is not { Moments: { Min: { } min, Max: { } max } } train) continue;
            if (!train.Quantiles.TryGetValue(0.05, out double low) || !train.Quantiles.TryGetValue(0.95, out double high) || high <= low) continue;
            measured.Add(limits.Excess.Judge("distance of the extreme beyond the inner 90 %, in its widths", Math.Max(0, Math.Max(max - high, low - min) / (high - low)), feature.Name));
        }

        if (measured.Count == 0)
            return new Detection.NotAssessable("Quantiles and range of the features are not recorded.", "Log q05, q95, min and max of numeric features in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Even,
            worst => $"{DataFinding.Names(worst.Select(w => w.Series))}: the extreme value lies {Significant.Text(worst[0].Value, 3)} widths of the inner 90 % beyond it, farther than even strongly skewed columns bring. Errors of unit, of a decimal point, or codes such as 9999 look like that.");
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>How far the extreme value lies beyond the inner 90 %, in widths of the inner 90 %.</summary>
        public Limit Excess { get; init; } = Limit.AtMost(5, "ratio", 1, 1000, "How far the extreme value lies beyond the inner 90 %, in widths of the inner 90 %.", "The largest of 2,000 draws lies 0.5 widths outside for a normal column, 1.6 for an exponential, 4.5 for a log-normal one.");
    }
}
