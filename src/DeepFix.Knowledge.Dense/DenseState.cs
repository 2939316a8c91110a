namespace DeepFix.Knowledge.Dense;

/// <summary>How the embedding model does.</summary>
public enum DenseState
{
    /// <summary>The vectors of the items are not there yet.</summary>
    NotReady,

    /// <summary>It answers.</summary>
    Answers,

    /// <summary>It failed a moment ago, and is left alone for a while.</summary>
    Resting,
}
