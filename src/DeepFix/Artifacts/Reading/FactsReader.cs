using DeepFix.Api;

namespace DeepFix.Artifacts.Reading;

/// <summary>Joins what is known of a run's task, each fact from the surest source.</summary>
internal static class FactsReader
{
    public static TaskFacts Join(AnalysisContext? context, DatasetArtifacts? dataset, TrainingParameters parameters, MetricTable metrics)
    {
        SplitStatistics? train = dataset?.Splits.GetValueOrDefault("train"), val = dataset?.Splits.GetValueOrDefault("val");
        string? task = TaskTypes.Of(context?.TaskType) ?? TaskTypes.Of(dataset?.TaskType) ?? parameters.TaskType ?? TaskOf(dataset, metrics);
        return new TaskFacts
        {
            TaskType = task,
            ModelType = context?.ModelType ?? ModelOf(parameters),
            NumClasses = task is "regression" ? null : dataset?.NumClasses ?? ClassesOf(train),
            TrainRows = train?.NumSamples,
            ValRows = val?.NumSamples,
            TrainMajorityShare = MajorityShare(train),
            ValMajorityShare = MajorityShare(val),
        };
    }

    private static int? ClassesOf(SplitStatistics? split) => split is { ClassCounts.Count: > 0 } ? split.ClassCounts.Count : null;

    private static double? MajorityShare(SplitStatistics? split)
    {
        if (split is null || split.ClassCounts.Count == 0) return null;
        double all = split.ClassCounts.Values.Sum(c => (double)c);
        return all > 0 ? split.ClassCounts.Values.Max() / all : null;
    }

    // An accuracy is logged for classes only, an R² for numbers only; both tell nothing.
    private static string? TaskOf(DatasetArtifacts? dataset, MetricTable metrics)
    {
        if (dataset?.NumClasses is > 1) return "classification";
        bool accuracy = metrics.TrainAccuracy is not null || metrics.ValAccuracy is not null;
        bool r2 = metrics.Find("train_r2") is not null || metrics.Find("val_r2") is not null;
        return (accuracy, r2) switch { (true, false) => "classification", (false, true) => "regression", _ => null };
    }

    private static string? ModelOf(TrainingParameters parameters)
    {
        if (parameters.Raw.TryGetValue("model_type", out string? declared) && AnalysisContext.ModelTypes.Contains(declared, StringComparer.OrdinalIgnoreCase)) return declared.ToLowerInvariant();
        bool Has(params string[] parts) => parameters.Layers.Any(l => parts.Any(p => l.Contains(p, StringComparison.OrdinalIgnoreCase)));
        if (Has("attention", "transformer")) return "transformer";
        if (Has("lstm", "gru", "rnn")) return "rnn";
        if (Has("gcn", "gatconv", "graph", "sageconv")) return "gnn";
        if (Has("conv")) return "cnn";
        return Has("linear", "dense") ? "mlp" : null;
    }
}
