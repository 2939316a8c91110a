namespace DeepFix.Client.Recording;

/// <summary>How a training ended.</summary>
public enum TrainingOutcome
{
    /// <summary>By itself.</summary>
    Finished,

    /// <summary>By an exception, or without a word.</summary>
    Failed,

    /// <summary>From outside: cancelled or interrupted.</summary>
    Killed,
}
