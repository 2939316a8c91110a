namespace DeepFix.Server.Knowledge;

/// <summary>What is known of the second level of the cache.</summary>
internal enum SecondLevelState
{
    /// <summary>It was not asked yet.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Answers,

    /// <summary>It does not answer, and questions go on without it.</summary>
    Away,
}
