namespace DeepFix.Client.Recording;

/// <summary>The artifacts of a record, by their path within the run.</summary>
internal sealed record RecordFiles(IReadOnlyList<(string Path, byte[] Content)> Files)
{
    public const string Metrics = "training_artifacts/metrics.csv", Parameters = "training_artifacts/params.yaml", Metadata = "dataset/metadata.yaml", Statistics = "dataset/statistics.json";

    /// <summary>Writes them below a folder. A reader never sees half a file.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string path, byte[] content) in Files)
        {
            string full = Path.Combine(folder, path), partial = full + ".partial";
            _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(partial, content);
            File.Move(partial, full, overwrite: true);
        }
    }
}
