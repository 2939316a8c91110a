using DeepFix.Artifacts;
using DeepFix.Tests.Detectors.Dataset;

namespace DeepFix.Tests.Detectors.CrossArtifact;

/// <summary>Builders of runs with several artifacts: 1,000 training rows in batches of 32 for 20 epochs at a constant rate, all as declared.</summary>
internal static class Runs
{
    /// <summary>Nothing logged.</summary>
    public static RunArtifacts Empty { get; } = new() { RunId = "run", Digest = "" };

    /// <summary>Settings, data and log agree.</summary>
    public static RunArtifacts Healthy { get; } = Logged(20, 32, 0.001) with
    {
        Dataset = Tables.Healthy with { Raw = new Dictionary<string, string> { ["num_val_samples"] = "400" }, ClassNames = ["a", "b", "c"] },
    };

    /// <summary>A log of so many epochs and steps an epoch, at a rate that falls to a share of the first.</summary>
    public static RunArtifacts Logged(int epochs, int stepsPerEpoch, double rate, double lastRate = 1, int firstEpoch = 0)
    {
        long[] steps = [.. Enumerable.Range(1, epochs).Select(e => (long)e * stepsPerEpoch)];
        double[] numbers = [.. Enumerable.Range(firstEpoch, epochs).Select(e => (double)e)];
        double[] rates = [.. Enumerable.Range(0, epochs).Select(e => rate * (1 + ((lastRate - 1) * e / Math.Max(1, epochs - 1))))];
        double[] losses = [.. Enumerable.Range(0, epochs).Select(e => 1.0 / (e + 1))];
        return Empty with
        {
            Training = new TrainingArtifacts
            {
                Metrics = new MetricTable([new("train_loss", steps, numbers, losses), new("val_loss", steps, numbers, losses), new("learning_rate", steps, numbers, rates)], epochs, "training_artifacts/metrics.csv"),
                Parameters = Declared,
            },
        };
    }

    /// <summary>The run with another log.</summary>
    public static RunArtifacts With(this RunArtifacts run, RunArtifacts log) => run with { Training = log.Training! with { Parameters = run.Training!.Parameters } };

    /// <summary>The run with other declared settings.</summary>
    public static RunArtifacts Declaring(this RunArtifacts run, Func<TrainingParameters, TrainingParameters> change) => run with { Training = run.Training! with { Parameters = change(run.Training.Parameters) } };

    /// <summary>The run with other dataset artifacts.</summary>
    public static RunArtifacts OnData(this RunArtifacts run, Func<DatasetArtifacts, DatasetArtifacts> change) => run with { Dataset = change(run.Dataset!) };

    /// <summary>The run with a parameter as it was written.</summary>
    public static RunArtifacts Raw(this RunArtifacts run, string key, string value) => run.Declaring(p => p with { Raw = new Dictionary<string, string> { [key] = value } });

    private static TrainingParameters Declared => new() { NumEpochs = 20, LearningRate = 0.001, BatchSize = 32, Scheduler = "none", Layers = ["Linear", "ReLU", "Linear"] };
}
