using System.Globalization;
using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Test dates lie in or before the training period.</summary>
public sealed class DatasetDateLeakageDetector(DatasetDateLeakageDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetDateLeakageDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.DateLeakage;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.OverlapOfTestPeriod];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["datetime.<split>.min", "datetime.<split>.max"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (Period(artifacts, "train") is not { } train || (Period(artifacts, "test") ?? Period(artifacts, "val")) is not { } test)
            return new Detection.NotAssessable("The data have no date column, or its range is not recorded.", "Log datetime with min and max of every split in dataset/statistics.json.");
        double length = (test.Last - test.First).TotalSeconds, before = (train.Last - test.First).TotalSeconds;
        double share = length > 0 ? Math.Clamp(before / length, 0, 1) : before > 0 ? 1 : 0;
        return DataFinding.Judge(
            Code,
            [limits.OverlapOfTestPeriod.Judge("share of the test period that lies before the end of training", share, "datetime")],
            _ => Severity.Medium,
            Certainty.Tested,
            _ => FormattableString.Invariant($"Training runs to {train.Last:yyyy-MM-dd}, test begins at {test.First:yyyy-MM-dd}: {DataFinding.Percent(share)} of the test period is past that training has seen. In use the model will know nothing of the days that it predicts."));
    }

    private static (DateTimeOffset First, DateTimeOffset Last)? Period(DatasetArtifacts artifacts, string split)
        => artifacts.Rest?["datetime"] is JsonObject dates && dates[split] is JsonObject range && At(range["min"]) is { } first && At(range["max"]) is { } last ? (first, last) : null;

    private static DateTimeOffset? At(JsonNode? node)
        => node is JsonValue value && value.TryGetValue(out string? text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Share of the test period that lies before the end of training.</summary>
        public Limit OverlapOfTestPeriod { get; init; } = Limit.AtMost(0.02, "fraction", 0, 1, "Share of the test period that lies before the end of training.", "Dates that touch at the seam of a split by time stay below it.");
    }
}
