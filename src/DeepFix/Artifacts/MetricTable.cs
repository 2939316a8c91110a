namespace DeepFix.Artifacts;

/// <summary>All metrics of a run under their contract names.</summary>
public sealed class MetricTable(IReadOnlyList<MetricSeries> series, int rowCount, string source)
{
    private readonly Dictionary<string, MetricSeries> _byName = series.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>A table without metrics.</summary>
    public static MetricTable Empty { get; } = new([], 0, "");

    /// <summary>All series, in the order in which they were logged.</summary>
    public IReadOnlyList<MetricSeries> Series => series;

    /// <summary>Rows of the file, or distinct steps of the histories.</summary>
    public int RowCount => rowCount;

    /// <summary>Where the numbers came from: the artifact's path, or <c>MLflow metric histories</c>.</summary>
    public string Source => source;

    /// <summary>The name that the metric had in the record, by contract name, where the two differ.</summary>
    public IReadOnlyDictionary<string, string> RecordedAs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When a step was logged last, in milliseconds since 1970 UTC, by step; empty where the record has no times.</summary>
    public IReadOnlyDictionary<long, long> Times { get; init; } = new Dictionary<long, long>();

    /// <summary>The series of a contract name, or null where it was not logged.</summary>
    public MetricSeries? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Training loss.</summary>
    public MetricSeries? TrainLoss => Find("train_loss");

    /// <summary>Validation loss.</summary>
    public MetricSeries? ValLoss => Find("val_loss");

    /// <summary>Training accuracy, as a fraction.</summary>
    public MetricSeries? TrainAccuracy => Find("train_accuracy");

    /// <summary>Validation accuracy, as a fraction.</summary>
    public MetricSeries? ValAccuracy => Find("val_accuracy");

    /// <summary>Learning rate in force.</summary>
    public MetricSeries? LearningRate => Find("learning_rate");

    /// <summary>Global gradient norm.</summary>
    public MetricSeries? GradNorm => Find("grad_norm");
}
