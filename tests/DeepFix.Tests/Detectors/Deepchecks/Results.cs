using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Tests.Detectors.Deepchecks;

/// <summary>Builders of deepchecks results.</summary>
internal static class Results
{
    /// <summary>No check ran.</summary>
    public static DeepchecksArtifacts Empty { get; } = new();

    /// <summary>All checks of the default suites over clean data and a fair model, 1,000 training and 400 test rows.</summary>
    public static DeepchecksArtifacts Healthy { get; } = Empty
        .With("Datasets Size Comparison", """{"Train": 1000, "Test": 400}""")
        .With("Label Drift", """{"Drift score": 0.02, "Method": "Cramer's V"}""")
        .With("Feature Drift", """{"size": {"Drift score": 0.04, "Method": "Kolmogorov-Smirnov"}, "city": {"Drift score": 0.0, "Method": "Cramer's V"}}""")
        .With("Train Test Samples Mix", """{"ratio": 0.0, "data": {}}""")
        .With("Data Duplicates", "0.001", "train")
        .With("Conflicting Labels", """{"percent_of_conflicting_samples": 0.0, "samples_indices": []}""", "train")
        .With("Mixed Nulls", """{"n_samples": 1000, "columns": {"size": {}, "city": {"\"NA\"": {"count": 10, "percent": 0.01}}}}""", "train")
        .With("Mixed Data Types", """{"size": {}, "city": {"strings": 0.98, "numbers": 0.02, "strings_examples": ["Oslo"], "numbers_examples": ["NaN"]}}""", "train")
        .With("Special Characters", """{"city": 0, "size": 0}""", "train")
        .With("String Mismatch", """{"n_samples": 1000, "columns": {"city": {}}}""", "train")
        .With("String Length Out Of Bounds", """{"city": {"outliers": []}}""", "train")
        .With("New Label Train Test", """{"n_samples": 400, "n_new_labels_samples": 0, "new_labels": []}""")
        .With("New Category Train Test", """[{"# New Categories": 0, "Ratio of New Categories": 0.0, "New categories": []}]""")
        .With("Index Train Test Leakage", "0")
        .With("Date Train Test Leakage Overlap", "0.0")
        .With("Is Single Value", """{"size": 400, "city": 3}""", "train")
        .With("Feature Feature Correlation", """[{"size": 1.0, "weight": 0.3}, {"size": 0.3, "weight": 1.0}]""", "train")
        .With("Feature Label Correlation", """{"size": 0.5, "weight": 0.4}""", "train")
        .With("Train Test Performance", Performance(("a", 500, 200, 0.85), ("b", 500, 200, 0.8)))
        .With("Calibration Score", Score("a", CalibratedBrier.Expected(0.9, 0.5)), "test")
        .With("Roc Report", Score("a", 0.9), "test")
        .With("Weak Segments Performance", Segments("Accuracy Score", 0.85, (0.7, 40)), "test")
        .With("Image Property Outliers", Outliers(["15"], ["3", "7"]));

    /// <summary>The results with a check; one of the same name is replaced.</summary>
    public static DeepchecksArtifacts With(this DeepchecksArtifacts artifacts, string check, string value, string? split = null) => artifacts with
    {
        Entries =
        [
            .. artifacts.Entries.Where(e => e.CheckName != check || e.Split != split),
            new DeepchecksEntry { Suite = "data_integrity", CheckName = check, Header = check, Split = split, Value = JsonNode.Parse(value) },
        ],
    };

    /// <summary>Recall of each class, with its training and test rows, as the check writes it.</summary>
    public static string Performance(params (string Class, int Train, int Test, double Recall)[] classes)
        => "[" + string.Join(", ", classes.SelectMany(c => new[] { Row("Train", c.Class, c.Train, c.Recall), Row("Test", c.Class, c.Test, c.Recall) })) + "]";

    /// <summary>A score by class.</summary>
    public static string Score(string name, double value) => new JsonObject { [name] = value }.ToJsonString();

    /// <summary>Weak segments of a score.</summary>
    public static string Segments(string metric, double average, params (double Score, int Rows)[] segments) => new JsonObject
    {
        ["avg_score"] = average,
        ["weak_segments_list"] = new JsonObject
        {
            [metric] = new JsonArray([.. segments.Select(s => (JsonNode)s.Score)]),
            ["Feature1"] = new JsonArray([.. segments.Select(_ => (JsonNode)"size")]),
            ["Samples in Segment"] = new JsonArray([.. segments.Select(s => (JsonNode)$"[{string.Join(", ", Enumerable.Range(0, s.Rows))}]")]),
        },
    }.ToJsonString();

    /// <summary>Images outside the rest in brightness and in contrast.</summary>
    public static string Outliers(string[] bright, string[] contrast) => new JsonObject
    {
        ["Brightness"] = new JsonObject { ["outliers_identifiers"] = new JsonArray([.. bright.Select(b => (JsonNode)b)]) },
        ["RMS Contrast"] = new JsonObject { ["outliers_identifiers"] = new JsonArray([.. contrast.Select(c => (JsonNode)c)]) },
    }.ToJsonString();

    private static string Row(string dataset, string name, int rows, double recall)
        => new JsonObject { ["Dataset"] = dataset, ["Class"] = name, ["Metric"] = "Recall", ["Value"] = recall, ["Number of samples"] = rows }.ToJsonString();
}
