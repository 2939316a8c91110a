namespace DeepFix.Mlflow;

/// <summary>A data set that a run says it used.</summary>
/// <param name="Name">Name.</param>
/// <param name="Digest">Digest.</param>
/// <param name="SourceType">Kind of source.</param>
/// <param name="Source">Source, a JSON text.</param>
/// <param name="Schema">Schema, a JSON text, if stated.</param>
/// <param name="Profile">Profile, a JSON text, if stated.</param>
/// <param name="Tags">Tags; <c>mlflow.data.context</c> says what it was used for.</param>
public sealed record DatasetInput(string Name, string Digest, string? SourceType, string? Source, string? Schema, string? Profile, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>What it was used for: training, validation, …; null where not stated.</summary>
    public string? Context => Tags.GetValueOrDefault("mlflow.data.context");
}
