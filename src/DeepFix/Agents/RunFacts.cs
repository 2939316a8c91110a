using System.Text.Json.Nodes;
using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>What an agent's <c>additional_outputs</c> hold: the codes it found clean, and what a report says of the run itself (declared settings, which epoch a step belongs to, the data).</summary>
internal static class RunFacts
{
    /// <summary>Settings of a result at most.</summary>
    private const int MaxSettings = 200;

    /// <summary>Characters of a setting's name or value at most.</summary>
    private const int MaxLength = 500;

    /// <summary>Epochs by which the ends of epochs may lie off a straight line.</summary>
    private const double Straight = 0.02;

    public static JsonObject Of(AgentReport report, RunArtifacts run)
    {
        var facts = new JsonObject { ["clean"] = new JsonArray([.. report.Clean.Keys.Select(c => (JsonNode)c)]) };
        if (report.AgentName == Api.AgentNames.Training && run.Training is { } training)
        {
            Add(facts, "parameters", Parameters(training.Parameters));
            Add(facts, "epoch_axis", EpochAxis(training.Metrics));
            if (RunCourse.Of(training.Metrics) is { Count: > 0 } course) facts["course"] = course;
        }

        if (report.AgentName == Api.AgentNames.Dataset && run.Dataset is { } data) Add(facts, "data", Data(data));
        return facts;
    }

    private static void Add(JsonObject facts, string name, JsonObject? value)
    {
        if (value is { Count: > 0 }) facts[name] = value;
    }

    private static JsonObject Parameters(TrainingParameters parameters)
    {
        var settings = new JsonObject();
        foreach ((string name, string value) in parameters.Raw.OrderBy(p => p.Key, StringComparer.Ordinal).Take(MaxSettings)) settings[Cut(name)] = Cut(value);
        return settings;
    }

    /// <summary>Two points of the line from steps to epochs; null where epochs are unknown or their ends do not lie on a line.</summary>
    private static JsonObject? EpochAxis(MetricTable metrics)
    {
        MetricSeries? series = new[] { metrics.TrainLoss, metrics.ValLoss, metrics.TrainAccuracy, metrics.ValAccuracy }.FirstOrDefault(s => s is { Count: > 1 })?.PerEpoch();
        if (series is not { Count: > 1 } || series.Epochs.ToArray().Any(double.IsNaN)) return null;
        ReadOnlySpan<long> steps = series.Steps;
        ReadOnlySpan<double> epochs = series.Epochs;
        double perStep = (epochs[^1] - epochs[0]) / (steps[^1] - steps[0]);
        if (!double.IsFinite(perStep) || perStep <= 0) return null;
        for (int i = 1; i < steps.Length - 1; i++)
        {
            if (Math.Abs(epochs[0] + (perStep * (steps[i] - steps[0])) - epochs[i]) > Straight) return null;
        }

        return new JsonObject { ["from_step"] = steps[0], ["from_epoch"] = Significant.Round(epochs[0]), ["to_step"] = steps[^1], ["to_epoch"] = Significant.Round(epochs[^1]) };
    }

    private static JsonObject Data(DatasetArtifacts data)
    {
        var facts = new JsonObject();
        if (data.DatasetName is { } name) facts["dataset_name"] = Cut(name);
        if (data.TaskType is { } task) facts["task_type"] = Cut(task);
        if (data.DataType is { } type) facts["data_type"] = Cut(type);
        if (data.NumClasses is { } classes) facts["num_classes"] = classes;
        if (data.ImbalanceRatio is { } ratio && double.IsFinite(ratio)) facts["imbalance_ratio"] = Significant.Round(ratio);
        foreach ((string split, SplitStatistics statistics) in data.Splits.OrderBy(s => s.Key, StringComparer.Ordinal).Take(MaxSettings))
        {
            if (statistics.NumSamples is { } rows) facts[Cut($"{split}_rows")] = rows;
        }

        if (data.Features.Count > 0) facts["features"] = data.Features.Count;
        return facts;
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
