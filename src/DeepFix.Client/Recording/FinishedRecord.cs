namespace DeepFix.Client.Recording;

/// <summary>A record that is whole: the training is over.</summary>
internal sealed record FinishedRecord
{
    public required TrainingOutcome Outcome { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Ended { get; init; }

    public required MetricRecord Metrics { get; init; }

    public required IReadOnlyDictionary<string, string> Params { get; init; }

    public required RecordFiles Files { get; init; }
}
