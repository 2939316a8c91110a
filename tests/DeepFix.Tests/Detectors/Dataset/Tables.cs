using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Detectors.Dataset;

/// <summary>Builders of dataset artifacts.</summary>
internal static class Tables
{
    /// <summary>Nothing logged.</summary>
    public static DatasetArtifacts Empty { get; } = new();

    /// <summary>A table of three classes and four features, split at random and clean.</summary>
    public static DatasetArtifacts Healthy { get; } = new()
    {
        StatisticsSource = "dataset/statistics.json",
        TaskType = "classification",
        NumClasses = 3,
        Splits = new Dictionary<string, SplitStatistics>
        {
            ["train"] = Split(1000, ("a", 400), ("b", 350), ("c", 250)),
            ["val"] = Split(400, ("a", 165), ("b", 138), ("c", 97)),
            ["test"] = Split(400, ("a", 155), ("b", 142), ("c", 103)),
        },
        DuplicateRowsTrainVal = 1,
        DuplicateRowsTrainTest = 0,
        IndexOverlapTrainTest = 0,
        Features =
        [
            Numeric("size", 0.5) with { Splits = Of(Numbers(0, 1) with { Histogram = [250, 250, 250, 250] }, Numbers(0.02, 1.01) with { Histogram = [104, 97, 95, 104] }) },
            Numeric("weight", 0.4) with { Splits = Of(Numbers(10, 2), Numbers(10.1, 2.05)) },
            new FeatureStatistics { Name = "city", Kind = "categorical", TargetAssociation = 0.2, Splits = Of(Words(("Oslo", 600), ("Rome", 380), ("NA", 20)), Words(("Oslo", 230), ("Rome", 162), ("NA", 8))) },
            new FeatureStatistics { Name = "note", Kind = "other", Splits = Of(Text(12, 31), Text(12, 29)) },
        ],
        Correlations = [new FeatureCorrelation("size", "weight", 0.3)],
        ModelInput = new Dictionary<string, Moments> { ["train"] = new(0, 1, -3, 3), ["val"] = new(0.02, 1.02, -3, 3) },
        Rest = Dates("2024-01-01", "2024-06-30", "2024-07-01", "2024-08-31"),
    };

    /// <summary>A regression table.</summary>
    public static DatasetArtifacts Regression { get; } = Healthy with { TaskType = "regression" };

    /// <summary>Another split.</summary>
    public static DatasetArtifacts With(this DatasetArtifacts artifacts, string split, Func<SplitStatistics, SplitStatistics> change)
        => artifacts with { Splits = artifacts.Splits.ToDictionary(s => s.Key, s => s.Key == split ? change(s.Value) : s.Value) };

    /// <summary>Another feature in one split.</summary>
    public static DatasetArtifacts With(this DatasetArtifacts artifacts, string feature, string split, Func<FeatureSplit, FeatureSplit> change) => artifacts with
    {
        Features = [.. artifacts.Features.Select(f => f.Name == feature ? f with { Splits = f.Splits.ToDictionary(s => s.Key, s => s.Key == split ? change(s.Value) : s.Value) } : f)],
    };

    /// <summary>Class sizes of a split.</summary>
    public static DatasetArtifacts WithClasses(this DatasetArtifacts artifacts, string split, params (string Class, long Rows)[] classes)
        => artifacts.With(split, _ => Split(classes.Sum(c => c.Rows), classes));

    /// <summary>Associations of the features with the target.</summary>
    public static DatasetArtifacts WithAssociations(double best, double second) => Healthy with { Features = [Numeric("size", best), Numeric("weight", second)] };

    /// <summary>Dates of training and test.</summary>
    public static JsonObject Dates(string trainFirst, string trainLast, string testFirst, string testLast) => new()
    {
        ["datetime"] = new JsonObject
        {
            ["train"] = new JsonObject { ["min"] = trainFirst, ["max"] = trainLast },
            ["test"] = new JsonObject { ["min"] = testFirst, ["max"] = testLast },
        },
    };

    /// <summary>Moments and quantiles of a normal column.</summary>
    public static FeatureSplit Numbers(double mean, double std) => new()
    {
        Moments = new Moments(mean, std, mean - (3.2 * std), mean + (3.2 * std)),
        Quantiles = new Dictionary<double, double> { [0.05] = mean - (1.645 * std), [0.25] = mean - (0.674 * std), [0.5] = mean, [0.75] = mean + (0.674 * std), [0.95] = mean + (1.645 * std) },
        Missing = 0,
        Unique = 300,
    };

    /// <summary>A categorical column.</summary>
    public static FeatureSplit Words(params (string Value, long Rows)[] values) => new()
    {
        TopValues = values.ToDictionary(v => v.Value, v => v.Rows),
        ValuesNotListed = 0,
        Missing = 0,
        Unique = values.Length,
        ValueTypes = new Dictionary<string, long> { ["string"] = values.Sum(v => v.Rows) },
    };

    private static FeatureSplit Text(double mean, double longest) => new() { StringLength = new Moments(mean, null, 3, longest), Missing = 0, Unique = 200, ValueTypes = new Dictionary<string, long> { ["string"] = 1000 } };

    private static FeatureStatistics Numeric(string name, double association) => new() { Name = name, Kind = "numeric", TargetAssociation = association };

    private static Dictionary<string, FeatureSplit> Of(FeatureSplit train, FeatureSplit val) => new() { ["train"] = train, ["val"] = val };

    private static SplitStatistics Split(long rows, params (string Class, long Rows)[] classes) => new()
    {
        NumSamples = rows,
        NumFeatures = 4,
        ClassCounts = classes.ToDictionary(c => c.Class, c => c.Rows),
        DuplicateRows = 1,
        ConflictingLabelRows = 0,
        MissingCells = 0,
    };
}
