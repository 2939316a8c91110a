using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Images lie outside the rest in brightness and in contrast at once: blank, black or broken ones.</summary>
public sealed class DeepchecksOutlierSamplesDetector(DeepchecksOutlierSamplesDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksOutlierSamplesDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.OutlierSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.OutlyingTwice];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Image Property Outliers"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Evidence> measured = [];
        foreach (JsonObject properties in artifacts.Values("Image Property Outliers").Select(v => v.Value).OfType<JsonObject>())
        {
            if (Outlying(properties, "Brightness") is not { } bright || Outlying(properties, "RMS Contrast") is not { } contrast) continue;
            measured.Add(limits.OutlyingTwice.Judge("images outside the rest in brightness and in contrast at once", bright.Intersect(contrast, StringComparer.Ordinal).Count(), "Image Property Outliers"));
        }

        // The scores of Outlier Sample Detection, for tables, rank rows and have no scale: the largest is near 1 for clean data too.
        if (measured.Count == 0)
            return new Detection.NotAssessable("The check Image Property Outliers did not run, and the scores of Outlier Sample Detection only rank rows.", "For tables, log q05, q95, min and max of each feature in dataset/statistics.json.");
        return DataFinding.Judge(
            Code,
            measured,
            _ => Severity.Low,
            Certainty.Arguable,
            worst => $"{DataFinding.Count(worst[0].Value)} images lie outside the rest in brightness and in contrast at once: blank, black or broken images look like that.");
    }

    private static List<string>? Outlying(JsonObject properties, string property)
        => (properties[property] as JsonObject)?["outliers_identifiers"] is JsonArray identifiers ? [.. identifiers.Select(i => i?.ToString() ?? "")] : null;

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Images beyond the quartiles by one and a half times their distance in brightness and in contrast at once.</summary>
        public Limit OutlyingTwice { get; init; } = Limit.AtMost(1, "images", 0, 1000000, "Images beyond the quartiles by one and a half times their distance in brightness and in contrast at once.", "One in a hundred lies outside in each by nature, one in ten thousand in both.");
    }
}
