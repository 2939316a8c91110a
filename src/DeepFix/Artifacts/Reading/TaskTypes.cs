namespace DeepFix.Artifacts.Reading;

/// <summary>Task types by the many words there are for them.</summary>
internal static class TaskTypes
{
    /// <summary>The contract's word for a task; null where the word is not known.</summary>
    public static string? Of(string? text)
    {
        if (text is null) return null;
        string word = Scalars.Unquoted(text).Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
        return word switch
        {
            "classification" or "regression" or "segmentation" or "detection" or "language_modeling" or "other" => word,
            "multiclass" or "binary" or "multilabel" or "classify" => "classification",
            "object_detection" or "detect" => "detection",
            "segment" or "semantic_segmentation" or "instance_segmentation" => "segmentation",
            "lm" or "language_modelling" or "causal_lm" or "masked_lm" or "causal_language_modeling" => "language_modeling",
            _ when word.EndsWith("classification", StringComparison.Ordinal) => "classification",
            _ when word.EndsWith("regression", StringComparison.Ordinal) || word.EndsWith("forecasting", StringComparison.Ordinal) => word.StartsWith("logistic", StringComparison.Ordinal) ? "classification" : "regression",
            _ => null,
        };
    }
}
