namespace DeepFix.Checking;

/// <summary>What a check of a run comes to.</summary>
public enum CheckOutcome
{
    /// <summary>No finding lets it fail.</summary>
    Passed,

    /// <summary>A finding does.</summary>
    Failed,

    /// <summary>There is nothing to judge in the run, or no result.</summary>
    NotJudged,
}
