using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Agents;

/// <summary>Concrete new values for a remedy, computed from the run: a rate, an epoch, a batch size, class weights.</summary>
internal static class RemedyValues
{
    /// <summary>By how much a rate is changed at first: half an order of magnitude and a little, so that two tries span an order and a half.</summary>
    private const double RateFactor = 5;

    /// <summary>How much longer to train at first.</summary>
    private const double EpochFactor = 2;

    private const double BatchFactor = 4;

    /// <summary>Global gradient norm to clip at where the log does not suggest a value: the common default of the field.</summary>
    private const double ClipNorm = 1;

    /// <summary>The new values by parameter name; empty where none can be computed.</summary>
    public static JsonObject For(string action, RunArtifacts run)
    {
        TrainingParameters declared = run.Training?.Parameters ?? TrainingParameters.None;
        return action switch
        {
            Actions.DecreaseLearningRate when Rate(run) is { } rate => Number("learning_rate", Lowered(rate, Usual(run))),
            Actions.IncreaseLearningRate when Rate(run) is { } rate => Number("learning_rate", Raised(rate, Usual(run))),
            Actions.TrainLonger when Epochs(run) is { } epochs => Number("num_epochs", Math.Ceiling(epochs * EpochFactor)),
            Actions.EarlyStopping when BestEpoch(run) is { } epoch => Number("stop_after_epoch", epoch),
            Actions.IncreaseBatchSize when declared.BatchSize is { } batch => Number("batch_size", batch * BatchFactor),
            Actions.DecreaseBatchSize when declared.BatchSize is { } batch and > 1 => Number("batch_size", Math.Max(1, Math.Floor(batch / BatchFactor))),
            Actions.ClipGradients => Number("gradient_clip_val", TypicalGradNorm(run) ?? ClipNorm),
            Actions.AddLrSchedule => new JsonObject { ["scheduler"] = "cosine" },
            Actions.ChangeOptimizer => new JsonObject { ["optimizer"] = "AdamW", ["learning_rate"] = 0.001 },
            Actions.ReduceRegularization => Reduced(declared),
            Actions.AddRegularization => Added(declared),
            Actions.RebalanceClasses => ClassWeights(run),
            Actions.ShuffleData => new JsonObject { ["shuffle"] = true },
            _ => [],
        };
    }

    /// <summary>The action's sentence with its values.</summary>
    public static string Sentence(string action, JsonObject values)
    {
        string sentence = Vocabulary.AllActions[action];
        if (values.Count == 0) return sentence;
        IEnumerable<string> parts = values.Select(v => v.Value is JsonObject many
            ? $"{v.Key}: {string.Join(", ", many.Take(10).Select(m => $"{m.Key} = {Text(m.Value)}"))}{(many.Count > 10 ? ", …" : "")}"
            : $"{v.Key} = {Text(v.Value)}");
        return $"{sentence.TrimEnd('.')}: try {string.Join(", ", parts)}.";
    }

    private static string Text(JsonNode? value) => value is JsonValue number && number.TryGetValue(out double plain) ? Significant.Text(plain) : value?.ToString() ?? "";

    private static JsonObject Number(string name, double value) => new() { [name] = Significant.Round(value) };

    /// <summary>A step up; straight to the optimiser's usual rate where that is further.</summary>
    private static double Raised(double rate, double? usual) => Math.Max(rate * RateFactor, usual ?? 0);

    /// <summary>A step down; straight to the optimiser's usual rate where that is further.</summary>
    private static double Lowered(double rate, double? usual) => Math.Min(rate / RateFactor, usual ?? double.MaxValue);

    private static double? Usual(RunArtifacts run) => run.Training is { } training ? UsualRate.Of(training) : null;

    private static double? Rate(RunArtifacts run)
    {
        if (run.Training?.Parameters.LearningRate is { } declared) return declared;
        if (run.Training?.Metrics.LearningRate?.Finite() is not { Count: > 0 } logged) return null;
        double largest = 0;
        foreach (double rate in logged.Values) largest = Math.Max(largest, rate);
        return largest > 0 ? largest : null;
    }

    private static double? Epochs(RunArtifacts run)
        => run.Training?.Metrics.TrainLoss?.PerEpoch() is { Count: > 0 } loss ? loss.Count : run.Training?.Parameters.NumEpochs;

    /// <summary>The epoch that the findings name as the best: of the smoothed validation loss.</summary>
    private static double? BestEpoch(RunArtifacts run)
        => Curve.Of(run.Training?.Metrics.ValLoss, CancellationToken.None) is { Count: >= 3 } loss ? loss.Epoch(ValidationRise.Of(loss).Best) : null;

    private static double? TypicalGradNorm(RunArtifacts run)
    {
        if (run.Training?.Metrics.GradNorm?.Finite() is not { Count: > 3 } norms) return null;
        double[] sorted = norms.Values.ToArray();
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        return median is > 0 and < 1e6 ? median : null;
    }

    private static JsonObject Reduced(TrainingParameters declared)
    {
        JsonObject values = [];
        if (declared.DropoutRate is > 0) values["dropout_rate"] = Significant.Round(Math.Min(declared.DropoutRate.Value / 2, 0.2));
        if (declared.WeightDecay is > 0) values["weight_decay"] = Significant.Round(declared.WeightDecay.Value / 10);
        return values;
    }

    private static JsonObject Added(TrainingParameters declared)
    {
        JsonObject values = [];
        if (declared.DropoutRate is null or 0) values["dropout_rate"] = 0.2;
        if (declared.WeightDecay is null or 0) values["weight_decay"] = 0.01;
        return values;
    }

    /// <summary>Weights inversely proportional to the class sizes, mean 1 over the rows (scikit-learn's "balanced").</summary>
    private static JsonObject ClassWeights(RunArtifacts run)
    {
        if (run.Dataset?.Splits.GetValueOrDefault("train")?.ClassCounts is not { Count: > 1 } counts) return [];
        double rows = counts.Values.Sum();
        JsonObject weights = [];
        foreach ((string name, long count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (count > 0) weights[name] = Significant.Round(rows / (counts.Count * (double)count));
        }

        return new JsonObject { ["class_weight"] = weights };
    }
}
