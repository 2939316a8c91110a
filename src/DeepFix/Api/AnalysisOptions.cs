namespace DeepFix.Api;

/// <summary>What to analyse and for how long.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Shortest analysis time that may be asked for, in seconds.</summary>
    public const double MinAnalysisTime = 30;

    /// <summary>Longest analysis time that may be asked for, in seconds.</summary>
    public const double MaxAnalysisTimeAllowed = 300;

    /// <summary>Values that <see cref="OptimizationFocus"/> may hold.</summary>
    public static IReadOnlyList<string> Focuses { get; } = ["overfitting", "underfitting", "convergence", "stability", "data_quality", "generalization", "performance"];

    /// <summary>Look at metrics and parameters.</summary>
    public bool EnableTrainingAnalysis { get; init; } = true;

    /// <summary>Look at dataset metadata and statistics.</summary>
    public bool EnableDatasetAnalysis { get; init; } = true;

    /// <summary>Look at deepchecks results.</summary>
    public bool EnableDeepchecksAnalysis { get; init; } = true;

    /// <summary>What the caller cares about most: shifts the order of the action plan, never the facts. Of <see cref="Focuses"/>.</summary>
    public IReadOnlyList<string> OptimizationFocus { get; init; } = [];

    /// <summary>Seconds within which an answer is wanted, fetch included: 30 to 300.</summary>
    public double MaxAnalysisTime { get; init; } = 60;

    /// <summary>Write the verdict back to the run: tags <c>deepfix.*</c> and artifacts under <c>deepfix/</c>.</summary>
    public bool LogToMlflow { get; init; }
}
