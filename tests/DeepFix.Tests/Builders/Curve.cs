using DeepFix.Artifacts;

namespace DeepFix.Tests.Builders;

/// <summary>Training artifacts from a few numbers: one point an epoch, ten steps an epoch.</summary>
internal static class Curve
{
    public const int StepsPerEpoch = 10;

    /// <summary>Artifacts with the given series; a null one was not logged.</summary>
    public static TrainingArtifacts Of(
        double[] trainLoss, double[]? valLoss = null, double[]? trainAccuracy = null, double[]? valAccuracy = null, double[]? learningRate = null, double[]? gradNorm = null,
        TrainingParameters? parameters = null, TaskFacts? facts = null, RunStatus status = RunStatus.Finished)
        => Of(
            [("train_loss", trainLoss), ("val_loss", valLoss), ("train_accuracy", trainAccuracy), ("val_accuracy", valAccuracy), ("learning_rate", learningRate), ("grad_norm", gradNorm)],
            parameters, facts, status);

    /// <summary>Artifacts with series of any names.</summary>
    public static TrainingArtifacts Of(
        (string Name, double[]? Values)[] series, TrainingParameters? parameters = null, TaskFacts? facts = null, RunStatus status = RunStatus.Finished)
    {
        MetricSeries[] made = [.. series.Where(s => s.Values is not null).Select(s => Series(s.Name, s.Values!))];
        return new TrainingArtifacts
        {
            Metrics = new MetricTable(made, made.Length == 0 ? 0 : made.Max(s => s.Count), "training_artifacts/metrics.csv"),
            Parameters = parameters ?? TrainingParameters.None,
            Facts = facts ?? TaskFacts.Unknown,
            Status = status,
        };
    }

    /// <summary>One series, one point an epoch.</summary>
    public static MetricSeries Series(string name, params double[] values)
        => new(name, [.. values.Select((_, i) => (long)(i + 1) * StepsPerEpoch)], [.. values.Select((_, i) => (double)i)], values);

    /// <summary>Values that move from one level to another by a constant factor an epoch.</summary>
    public static double[] Decay(double from, double to, int epochs)
        => [.. Enumerable.Range(0, epochs).Select(i => from * Math.Pow(to / from, epochs == 1 ? 0 : (double)i / (epochs - 1)))];

    /// <summary>Values on a straight line.</summary>
    public static double[] Line(double from, double to, int epochs)
        => [.. Enumerable.Range(0, epochs).Select(i => from + ((to - from) * (epochs == 1 ? 0 : (double)i / (epochs - 1))))];

    /// <summary>The values with seeded Gaussian noise.</summary>
    public static double[] Noisy(double[] values, double deviation, int seed = 1)
    {
        var random = new Random(seed);
        return [.. values.Select(v => v + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
