namespace DeepFix.Api;

/// <summary>How a run stands to the one it is held against.</summary>
public enum RunVerdict
{
    /// <summary>It is the one that the others are held against.</summary>
    Reference,

    /// <summary>Better by more than the noise between runs of the same settings.</summary>
    Better,

    /// <summary>No difference beyond that noise.</summary>
    AsGood,

    /// <summary>Worse by more than that noise.</summary>
    Worse,

    /// <summary>It lacks the metric that decides, or was measured on other data.</summary>
    NotComparable,
}
