namespace DeepFix.Server.Web;

/// <summary>What a run's analysis comes to, as the pages show it.</summary>
public enum KnownVerdictKind
{
    /// <summary>It was not analysed, or that is not known any more.</summary>
    None,

    /// <summary>It is waited for or worked on.</summary>
    UnderWay,

    /// <summary>Something costs quality.</summary>
    Fault,

    /// <summary>No fault was found.</summary>
    Clean,

    /// <summary>Nothing could be judged.</summary>
    Open,

    /// <summary>There is no result.</summary>
    Failed,
}
