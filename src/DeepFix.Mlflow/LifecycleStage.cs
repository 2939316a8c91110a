namespace DeepFix.Mlflow;

/// <summary>Whether a run or an experiment was deleted.</summary>
public enum LifecycleStage
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>In the trash: readable, not writable.</summary>
    Deleted,
}
