namespace DeepFix.Verification.Raw;

/// <summary>The values of deepchecks' checks, by name of the check.</summary>
internal sealed class RawChecks
{
    private const string Train = " - Train Dataset";
    private const string Test = " - Test Dataset";
    private readonly List<RawCheck> _all = [];

    public RawChecks(RawFiles files)
    {
        IEnumerable<string> paths = files.First("deepchecks/results.yaml", "deepchecks/deepchecks.yaml", "deepchecks/results.json") is { } one ? [one] : files.Like("deepchecks/raw_", ".json");
        foreach (string path in paths)
        {
            if (files.Document(path) is { } root) Collect(root);
        }
    }

    /// <summary>The values of checks that ran: those on training before the others.</summary>
    public IEnumerable<RawCheck> Of(params string[] names)
        => names.SelectMany(n => _all.Where(c => string.Equals(c.Name, n, StringComparison.OrdinalIgnoreCase))).OrderBy(c => c.Split == "train" ? 0 : 1);

    /// <summary>The values of a check on training, or on data that were not split.</summary>
    public IEnumerable<Node> OfTraining(string name) => Of(name).Where(c => c.Split is null or "train").Select(c => c.Value);

    private void Collect(Node node)
    {
        Node results = node["results"] ?? node;
        foreach (Node item in results.Items ?? [])
        {
            if (item["results"] is not null) Collect(item);
            else Add(item);
        }

        foreach ((_, Node value) in results.Members ?? [])
        {
            if (value.Items is not null || value["results"] is not null) Collect(value);
        }
    }

    private void Add(Node item)
    {
        Node result = item["json_result"] is { } json ? json.IsQuoted ? PlainJson.Read(json.Text!) ?? json : json : item;
        string header = item["header"]?.Text ?? result["header"]?.Text ?? "";
        string name = result["check"]?["name"]?.Text ?? header.Replace(Train, "", StringComparison.Ordinal).Replace(Test, "", StringComparison.Ordinal);
        if (name.Length == 0 || result["value"] is not { } value || result["type"]?.Text == "CheckFailure") return;
        string? split = header.EndsWith(Train, StringComparison.Ordinal) ? "train" : header.EndsWith(Test, StringComparison.Ordinal) ? "test" : null;
        if (CheckValues.Plain(value) is { IsNull: false } plain) _all.Add(new RawCheck(name, split, plain));
    }
}
