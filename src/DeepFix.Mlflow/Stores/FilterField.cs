namespace DeepFix.Mlflow.Stores;

/// <summary>What a filter compares.</summary>
internal enum FilterField
{
    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A parameter.</summary>
    Param,

    /// <summary>The state.</summary>
    Status,

    /// <summary>The name.</summary>
    RunName,
}
