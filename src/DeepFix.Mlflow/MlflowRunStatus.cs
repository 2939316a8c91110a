namespace DeepFix.Mlflow;

/// <summary>A run's state.</summary>
public enum MlflowRunStatus
{
    /// <summary>Still running, or its process died without a word.</summary>
    Running = 1,

    /// <summary>Waiting to start.</summary>
    Scheduled = 2,

    /// <summary>Ended by itself.</summary>
    Finished = 3,

    /// <summary>Ended by an exception.</summary>
    Failed = 4,

    /// <summary>Ended from outside.</summary>
    Killed = 5,
}
