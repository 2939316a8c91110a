namespace DeepFix.Artifacts;

/// <summary>How the rows of a record follow one another by their steps.</summary>
public enum StepOrder
{
    /// <summary>Steps never fall.</summary>
    Rising,

    /// <summary>A later session goes on from a step in the middle: training was resumed from a checkpoint.</summary>
    Resumed,

    /// <summary>A later session begins where the first began: several trainings share one record.</summary>
    StartedAnew,

    /// <summary>Steps begin again with every epoch: they number batches.</summary>
    WithinEpochs,

    /// <summary>Steps go back again and again.</summary>
    Scattered,
}
