namespace DeepFix.Artifacts;

/// <summary>A run's state, as MLflow has it.</summary>
public enum RunStatus
{
    /// <summary>Not known: the artifacts came from a folder.</summary>
    Unknown,

    /// <summary>Still training: what depends on the end of the run cannot be judged.</summary>
    Running,

    /// <summary>Waiting to start.</summary>
    Scheduled,

    /// <summary>Ended by itself.</summary>
    Finished,

    /// <summary>Ended by an exception.</summary>
    Failed,

    /// <summary>Ended from outside.</summary>
    Killed,
}
