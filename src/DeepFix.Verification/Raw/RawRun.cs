using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Verification.Raw;

/// <summary>A run as its raw artifacts tell it.</summary>
internal sealed class RawRun
{
    private readonly AnalysisContext? _context;

    public RawRun(RunRecord run, AnalysisContext? context)
    {
        _context = context;
        Status = run.Status;
        Earlier = run.Earlier;
        Files = new RawFiles(run);
        Parameters = new RawParameters(Files, run);
        Data = new RawData(Files);
        Checks = new RawChecks(Files);
        Metrics = OfFile() ?? new RawMetrics(RawHistories.Series(run), "MLflow metric histories");
    }

    public RunStatus Status { get; }

    /// <summary>The run beside those before it, as the store has them.</summary>
    public EarlierRuns? Earlier { get; }

    public RawFiles Files { get; }

    public RawMetrics Metrics { get; }

    /// <summary>Whether the steps of the metrics follow one another as those of no single training do.</summary>
    public bool HasOddOrder { get; private set; }

    public RawParameters Parameters { get; }

    public RawData Data { get; }

    public RawChecks Checks { get; }

    /// <summary>Classes of the task; null where unknown or where the targets are numbers.</summary>
    public double? Classes => Task == "regression" ? null : Data.NumClasses;

    /// <summary>classification, regression, another task, or null where nothing tells.</summary>
    public string? Task => TaskOf(_context?.TaskType) ?? TaskOf(Data.Statistics["task_type"]?.Text) ?? TaskOf(Data.Metadata["task_type"]?.Text) ?? TaskOf(Parameters.TaskType) ?? Guessed;

    public bool IsTransformer
        => _context?.ModelType is { } told ? told == "transformer"
            : Parameters.Raw.TryGetValue("model_type", out string? declared) && AnalysisContext.ModelTypes.Contains(declared, StringComparer.OrdinalIgnoreCase) ? declared.Equals("transformer", StringComparison.OrdinalIgnoreCase)
            : Parameters.Layers.Any(l => l.Contains("attention", StringComparison.OrdinalIgnoreCase) || l.Contains("transformer", StringComparison.OrdinalIgnoreCase));

    public double? TrainRows => Data.Samples("train");

    public double? ValRows => Data.Samples("val");

    /// <summary>The share of the largest class of a split.</summary>
    public double? Majority(string split) => Data.Classes(split) is { Count: > 0 } counts && counts.Sum(c => c.Rows) is var all and > 0 ? counts.Max(c => c.Rows) / all : null;

    private string? Guessed
    {
        get
        {
            if (Data.NumClasses is > 1) return "classification";
            bool accuracy = Metrics.Find("train_accuracy") is not null || Metrics.Find("val_accuracy") is not null;
            bool r2 = Metrics.Find("train_r2") is not null || Metrics.Find("val_r2") is not null;
            return accuracy == r2 ? null : accuracy ? "classification" : "regression";
        }
    }

    private RawMetrics? OfFile()
    {
        string? path = Files.First("training_artifacts/metrics.csv", "metrics.csv");
        if (path is null || PlainCsv.Read(Files.Text(path)) is not { } table || RawRows.Read(table) is not { Series.Count: > 0 } read) return null;
        HasOddOrder = read.IsOddOrder;
        return new RawMetrics(read.Series, path);
    }

    private static string? TaskOf(string? text)
    {
        string word = (text ?? "").Trim(' ', '\'', '"').ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
        return word switch
        {
            "" => null,
            "multiclass" or "binary" or "multilabel" or "classify" => "classification",
            "segmentation" or "detection" or "language_modeling" or "other" => word,
            "object_detection" or "detect" or "segment" or "semantic_segmentation" or "instance_segmentation" or "lm" or "language_modelling" or "causal_lm" or "masked_lm" or "causal_language_modeling" => "other",
            _ when word.EndsWith("classification", StringComparison.Ordinal) || word.StartsWith("logistic", StringComparison.Ordinal) => "classification",
            _ when word.EndsWith("regression", StringComparison.Ordinal) || word.EndsWith("forecasting", StringComparison.Ordinal) => "regression",
            _ => null,
        };
    }
}
