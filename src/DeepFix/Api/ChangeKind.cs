namespace DeepFix.Api;

/// <summary>What sort of thing changed.</summary>
public enum ChangeKind
{
    /// <summary>A declared parameter.</summary>
    Param,

    /// <summary>The data, or its preparation.</summary>
    Data,

    /// <summary>Code, libraries or hardware.</summary>
    Environment,
}
