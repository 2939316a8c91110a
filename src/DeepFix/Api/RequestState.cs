namespace DeepFix.Api;

/// <summary>Where an accepted request stands. The last four are its end.</summary>
public enum RequestState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being worked on.</summary>
    Running,

    /// <summary>The result is there, every agent whole.</summary>
    Completed,

    /// <summary>The result is there; an agent failed or ran out of time.</summary>
    Partial,

    /// <summary>There is no result, and an error says why.</summary>
    Failed,

    /// <summary>The caller took it back.</summary>
    Cancelled,
}
