namespace DeepFix.Cli.Runs;

/// <summary>One artifact.</summary>
/// <param name="Path">Path within the run.</param>
/// <param name="Size">Length in bytes, counted where it was read; null where nobody says.</param>
/// <param name="Sha256">Hash in lower-case hexadecimal; null where it was not read.</param>
/// <param name="Error">Why it could not be read; null where it could.</param>
internal sealed record ArtifactFile(string Path, long? Size, string? Sha256, string? Error);
