using DeepFix.Api;

namespace DeepFix.Client.Recording;

/// <summary>What became of a record.</summary>
public sealed record RecordedRun
{
    /// <summary>How the training ended.</summary>
    public required TrainingOutcome Outcome { get; init; }

    /// <summary>Id of the MLflow run; null where the record lies in <see cref="Folder"/>.</summary>
    public string? RunId { get; init; }

    /// <summary>Folder of the record; null where MLflow has it.</summary>
    public string? Folder { get; init; }

    /// <summary>The analysis; null where there is none (yet).</summary>
    public AnalysisResult? Result { get; init; }

    /// <summary>Id that finds an analysis that goes on.</summary>
    public string? RequestId { get; init; }

    /// <summary>An analysis that goes on; ends without a result where it fails. Already ended where the analysis was waited for.</summary>
    public Task<AnalysisResult?> Pending { get; init; } = Task.FromResult<AnalysisResult?>(null);

    /// <summary>What did not work, and how to analyse later; null where all did.</summary>
    public string? Warning { get; init; }

    /// <summary>Time from the recorder's start to the end of the training.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>How much of it was spent inside the recorder.</summary>
    public required TimeSpan RecorderTime { get; init; }

    /// <summary>Time that statistics of the data took after the training.</summary>
    public TimeSpan StatisticsTime { get; init; }
}
