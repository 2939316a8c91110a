namespace DeepFix.Testing;

/// <summary>A run of a <see cref="FakeMlflow"/>; what a test puts in is taken as it is, without MLflow's rules.</summary>
public sealed class FakeRun(string id, string experimentId, string artifactUri)
{
    public string Id => id;

    public string ExperimentId => experimentId;

    public string ArtifactUri { get; set; } = artifactUri;

    public string Name { get; set; } = "made-up-name-1";

    public string UserId { get; set; } = "";

    public string Status { get; set; } = "RUNNING";

    public long StartTime { get; set; }

    public long? EndTime { get; set; }

    public bool IsDeleted { get; set; }

    public List<FakeMetric> Metrics { get; } = [];

    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public List<System.Text.Json.Nodes.JsonNode> DatasetInputs { get; } = [];

    /// <summary>Files by their path within the run.</summary>
    public SortedDictionary<string, FakeArtifact> Artifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a history: step i at one second after the other.</summary>
    public FakeRun WithMetric(string key, params double[] values)
    {
        for (int i = 0; i < values.Length; i++)
            Metrics.Add(new FakeMetric(key, values[i], StartTime + (1000L * i), i));
        return this;
    }

    public FakeRun WithParam(string key, string value)
    {
        Params[key] = value;
        return this;
    }

    public FakeRun WithTag(string key, string value)
    {
        Tags[key] = value;
        return this;
    }

    public FakeRun WithArtifact(string path, string text)
    {
        Artifacts[path] = FakeArtifact.Of(System.Text.Encoding.UTF8.GetBytes(text));
        return this;
    }

    public FakeRun WithArtifact(string path, FakeArtifact artifact)
    {
        Artifacts[path] = artifact;
        return this;
    }
}
