namespace DeepFix.Artifacts.Foreign;

/// <summary>Words for the rows that something was measured on.</summary>
internal static class Splits
{
    /// <summary>train, val or test; null for any other word.</summary>
    public static string? Of(string word) => word.Trim().ToLowerInvariant() switch
    {
        "train" or "training" or "tr" or "trn" or "fit" => "train",
        "val" or "valid" or "validation" or "validate" or "validating" or "eval" or "dev" or "evaluation" or "vali" => "val",
        "test" or "testing" => "test",
        _ => null,
    };
}
