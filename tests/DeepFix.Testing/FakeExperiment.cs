namespace DeepFix.Testing;

/// <summary>An experiment of a <see cref="FakeMlflow"/>.</summary>
public sealed class FakeExperiment(string id, string name, string artifactLocation)
{
    public string Id => id;

    public string Name => name;

    public string ArtifactLocation => artifactLocation;

    public bool IsDeleted { get; set; }

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);
}
