namespace DeepFix;

/// <summary>The damage that a finding does to the model or to the decisions that rest on the run. Says nothing of how sure the finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; costs little or nothing.</summary>
    Low,

    /// <summary>Costs quality that a remedy would bring back.</summary>
    Medium,

    /// <summary>The run, or a decision that rests on it, is spoilt.</summary>
    High,
}
