namespace DeepFix.Comparison;

/// <summary>How values of a setting are told apart.</summary>
internal enum ValueScale
{
    /// <summary>Equal or not.</summary>
    Kind,

    /// <summary>By their ratio: three times as much is far.</summary>
    Ratio,

    /// <summary>By their difference, as shares of one.</summary>
    Share,
}
