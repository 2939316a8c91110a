namespace DeepFix.Verification.Raw;

/// <summary>What a run logged of its data: the metadata and the statistics, as they stand.</summary>
internal sealed class RawData
{
    private const double Largest = 1e15;

    public RawData(RawFiles files)
    {
        Node? root = files.Document(files.First("dataset/metadata.yaml", "dataset/dataset.yaml"));
        Node? measured = files.Document(files.First("dataset/statistics.json"));
        IsThere = root?.Members is not null || measured?.Members is not null;
        Statistics = measured ?? new Node { Members = [] };
        Metadata = root?["statistics"] is { Members: not null } nested ? nested : root ?? new Node { Members = [] };
        Declared = root is null ? new Dictionary<string, string>(StringComparer.Ordinal) : RawParameters.Flat(root);
    }

    public bool IsThere { get; }

    public Node Metadata { get; }

    public Node Statistics { get; }

    /// <summary>Every scalar of the metadata as written.</summary>
    public IReadOnlyDictionary<string, string> Declared { get; }

    public IReadOnlyList<Node> Features => [.. Statistics["features"]?.Items?.Where(f => f.Members is not null && f["name"]?.Text is not null) ?? []];

    public IReadOnlyList<string> ClassNames => [.. Metadata["class_names"]?.Items?.Where(i => i.Text is not null).Select(i => i.Text!) ?? []];

    public double? NumClasses => Metadata["num_classes"]?.Count ?? (ClassNames.Count > 0 ? ClassNames.Count : Classes("train") is { Count: > 0 } counts ? counts.Count : null);

    public string? TaskType => Statistics["task_type"]?.Text ?? Metadata["task_type"]?.Text;

    /// <summary>Held-out splits that the record knows: val, test.</summary>
    public IEnumerable<string> HeldOut => new[] { "val", "test" }.Where(Has);

    public bool Has(string split) => Statistics["splits"]?[split] is not null || Metadata[$"num_{split}_samples"]?.Count is not null || Metadata["class_distribution"]?[split]?.Members is { Count: > 0 };

    public Node? Split(string split) => Statistics["splits"]?[split];

    /// <summary>The stated number of rows, from the statistics before the metadata.</summary>
    public double? Samples(string split) => Split(split)?["num_samples"]?.Count ?? Metadata[$"num_{split}_samples"]?.Count;

    /// <summary>Rows of a split, counted over its classes where nothing else says.</summary>
    public double? Rows(string split) => Samples(split) is { } rows && rows <= Largest ? rows : Classes(split) is { Count: > 0 } counts ? counts.Sum(c => c.Rows) : null;

    /// <summary>A count of a split that only the statistics have.</summary>
    public double? Count(string split, string name) => Split(split)?[name]?.Count;

    /// <summary>Rows of each class, in the order of the record.</summary>
    public IReadOnlyList<(string Name, double Rows)> Classes(string split)
        => Counts(Split(split)?["class_counts"]) is { Count: > 0 } counted ? counted : Counts(Metadata["class_distribution"]?[split]);

    public Node? Feature(string? name) => Features.FirstOrDefault(f => f["name"]!.Text == name);

    /// <summary>Named counts of a map.</summary>
    public static IReadOnlyList<(string Name, double Rows)> Counts(Node? map)
        => [.. map?.Members?.Where(m => m.Value.Count is not null).Select(m => (m.Key, (double)m.Value.Count!.Value)) ?? []];

    /// <summary>The share of training rows that do not repeat an earlier one.</summary>
    public double IndependentShare => Rows("train") is { } rows and > 0 && Count("train", "duplicate_rows") is { } copies ? Math.Max(1, rows - copies) / rows : 1;
}
