using DeepFix.Artifacts;

namespace DeepFix.Tests;

/// <summary>Builders of runs.</summary>
internal static class Some
{
    /// <summary>A finished run without any metric.</summary>
    public static TrainingArtifacts Run { get; } = new() { Metrics = new MetricTable([], 0, "training_artifacts/metrics.csv"), Status = RunStatus.Finished };

    /// <summary>A finished run whose losses fall together and settle.</summary>
    public static TrainingArtifacts HealthyRun { get; } = Run
        .With("train_loss", Curves.Fall(2.3, 0.2, 40).Noisy(0.01))
        .With("val_loss", Curves.Fall(2.3, 0.25, 40).Noisy(0.004, 2))
        .With("train_accuracy", Curves.Fall(0.2, 0.95, 40).Noisy(0.005, 3))
        .With("val_accuracy", Curves.Fall(0.2, 0.93, 40).Noisy(0.01, 4))
        .WithFacts(new TaskFacts { TaskType = "classification", NumClasses = 10, TrainRows = 4000, ValRows = 1000, TrainMajorityShare = 0.11, ValMajorityShare = 0.11 });

    /// <summary>The run with a metric, logged once an epoch; one of the same name is replaced.</summary>
    public static TrainingArtifacts With(this TrainingArtifacts run, string name, double[] values)
        => run.With(new MetricSeries(name, [.. Enumerable.Range(1, values.Length).Select(i => 10L * i)], [.. Enumerable.Range(0, values.Length).Select(i => (double)i)], values));

    /// <summary>The run with a series.</summary>
    public static TrainingArtifacts With(this TrainingArtifacts run, MetricSeries series)
        => run with { Metrics = new MetricTable([.. run.Metrics.Series.Where(s => s.Name != series.Name), series], Math.Max(run.Metrics.RowCount, series.Count), run.Metrics.Source) };

    /// <summary>The run without a metric.</summary>
    public static TrainingArtifacts Without(this TrainingArtifacts run, params string[] names)
        => run with { Metrics = new MetricTable([.. run.Metrics.Series.Where(s => !names.Contains(s.Name))], run.Metrics.RowCount, run.Metrics.Source) };

    /// <summary>The run read against other facts.</summary>
    public static TrainingArtifacts WithFacts(this TrainingArtifacts run, TaskFacts facts) => run with { Facts = facts };

    /// <summary>The run with other declared settings.</summary>
    public static TrainingArtifacts Declaring(this TrainingArtifacts run, TrainingParameters parameters) => run with { Parameters = parameters with { Source = "training_artifacts/params.yaml" } };

    /// <summary>Every metric of the run with each of its values changed.</summary>
    public static TrainingArtifacts Changed(this TrainingArtifacts run, Func<MetricSeries, double, double> change)
        => run with { Metrics = new MetricTable([.. run.Metrics.Series.Select(s => new MetricSeries(s.Name, s.Steps.ToArray(), s.Epochs.ToArray(), [.. s.Values.ToArray().Select(v => change(s, v))]))], run.Metrics.RowCount, run.Metrics.Source) };

    /// <summary>Every second point of every metric, and the last.</summary>
    public static TrainingArtifacts Halved(this TrainingArtifacts run)
        => run with { Metrics = new MetricTable([.. run.Metrics.Series.Select(Half)], (run.Metrics.RowCount + 1) / 2, run.Metrics.Source) };

    private static MetricSeries Half(MetricSeries series)
    {
        int[] kept = [.. Enumerable.Range(0, series.Count).Where(i => i % 2 == 0 || i == series.Count - 1)];
        long[] steps = series.Steps.ToArray();
        double[] epochs = series.Epochs.ToArray(), values = series.Values.ToArray();
        return new MetricSeries(series.Name, [.. kept.Select(i => steps[i])], [.. kept.Select(i => epochs[i])], [.. kept.Select(i => values[i])]);
    }
}
