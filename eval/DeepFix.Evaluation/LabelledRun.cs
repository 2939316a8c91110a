using DeepFix.Artifacts;

namespace DeepFix.Evaluation;

/// <summary>A training run with what re-training proved about it (<c>labels.yaml</c>).</summary>
internal sealed record LabelledRun
{
    /// <summary>Gain of the best remedy below which a run says nothing about remedies (the corpus's own threshold for a cause).</summary>
    public const double GainThatCounts = 0.03;

    public required string Folder { get; init; }

    /// <summary>Codes that re-training proved to be causes.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>Codes that re-training cannot tell from a cause.</summary>
    public required IReadOnlyList<string> Equivalent { get; init; }

    /// <summary>Codes that are true of the run as well.</summary>
    public required IReadOnlyList<string> Acceptable { get; init; }

    /// <summary>Change of the clean test score by action.</summary>
    public required IReadOnlyDictionary<string, double> Remedies { get; init; }

    /// <summary>Whether something unusual was put in that hurts nothing.</summary>
    public required bool IsDecoy { get; init; }

    /// <summary>Name of the data set: what is left out together.</summary>
    public required string DataSet { get; init; }

    /// <summary>Codes that hurt the run, or cannot be told from one that does.</summary>
    public IEnumerable<string> Causing => Causes.Concat(Equivalent);

    /// <summary>Every code that is right to report.</summary>
    public IEnumerable<string> Right => Causes.Concat(Equivalent).Concat(Acceptable);

    /// <summary>All labelled runs of a folder, by name.</summary>
    public static IEnumerable<LabelledRun> ReadAll(string folder)
        => RunFolder.Labelled(folder).Select(Read);

    /// <summary>The run's name: its folder's.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The run as the pipeline sees it, under a view: never the labels.</summary>
    public RunArtifacts Parse(string? view = null) => RunFolder.Parse(Folder, view);

    private static LabelledRun Read(string folder)
    {
        LabelFile labels = LabelFile.Read(Path.Combine(folder, "labels.yaml"));
        return new LabelledRun
        {
            Folder = folder,
            Causes = labels.Texts("causes"),
            Equivalent = labels.Texts("equivalent"),
            Acceptable = labels.Texts("acceptable"),
            IsDecoy = labels.Texts("put_in").Count > 0,
            DataSet = DataSetOf(folder),
            Remedies = labels.Numbers("remedies"),
        };
    }

    private static string DataSetOf(string folder)
    {
        string path = Path.Combine(folder, "dataset", "metadata.yaml");
        string? line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(l => l.StartsWith("dataset_name:", StringComparison.Ordinal)) : null;
        return line?["dataset_name:".Length..].Trim().Trim('\'', '"') ?? Path.GetFileName(folder);
    }
}
