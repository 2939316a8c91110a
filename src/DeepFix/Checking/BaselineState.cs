namespace DeepFix.Checking;

/// <summary>How a finding stands to the baseline's, in SARIF's words.</summary>
public enum BaselineState
{
    /// <summary>The baseline does not have it; or there is no baseline.</summary>
    New,

    /// <summary>The baseline has it, as grave or graver.</summary>
    Unchanged,

    /// <summary>The baseline has it, less grave.</summary>
    Updated,
}
