namespace DeepFix.Reports;

/// <summary>What an analysis comes to.</summary>
public enum VerdictKind
{
    /// <summary>Something costs quality.</summary>
    Fault,

    /// <summary>What was logged shows no fault that costs quality.</summary>
    Clean,

    /// <summary>Not one code could be judged.</summary>
    NothingToJudge,

    /// <summary>There is no result.</summary>
    NoResult,
}
