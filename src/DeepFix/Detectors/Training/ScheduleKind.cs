namespace DeepFix.Detectors.Training;

/// <summary>What the name of a scheduler promises of the learning rate.</summary>
internal enum ScheduleKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>It stands still, after a warm-up where one is declared.</summary>
    Constant,

    /// <summary>It falls at few points and stands still between them.</summary>
    Step,

    /// <summary>It falls when a metric does not improve.</summary>
    Plateau,

    /// <summary>It falls all the time, to its end at the end of training.</summary>
    Annealing,

    /// <summary>It falls all the time.</summary>
    Decay,

    /// <summary>It rises to a peak and falls from there.</summary>
    OneCycle,

    /// <summary>It moves, up as well as down.</summary>
    Cyclic,
}
