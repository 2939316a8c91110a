namespace DeepFix.Artifacts.Reading;

/// <summary>Takes members of a document by the type that the contract gives them. What has another type counts as not stated, and is said once for the file.</summary>
internal sealed class TypedFields(string path, ReadLog log)
{
    private const int MostNamed = 5;
    private readonly List<string> _named = [];
    private int _wrong, _line;

    public double? Number(DataNode owner, string key) => Stated(owner, key) is { } node ? node.AsNumber() ?? Wrong<double>(key, node) : null;

    /// <summary>How many there are of something: a whole number that is not negative.</summary>
    public long? Count(DataNode owner, string key) => Stated(owner, key) is { } node ? AsCount(key, node) : null;

    public long? AsCount(string key, DataNode node) => node.AsCount() is { } count and >= 0 ? count : Wrong<long>(key, node);

    public string? Text(DataNode owner, string key)
    {
        if (Stated(owner, key) is not { } node) return null;
        if (node.IsScalar) return node.Text;
        Add(key, node);
        return null;
    }

    public DataNode? Map(DataNode owner, string key) => Of(owner, key, NodeKind.Map);

    public DataNode? List(DataNode owner, string key) => Of(owner, key, NodeKind.List);

    /// <summary>Notes a member that cannot be what it should be.</summary>
    public void Add(string key, DataNode node)
    {
        if (_wrong++ == 0) _line = node.Line;
        if (_named.Count < MostNamed && !_named.Contains(key, StringComparer.Ordinal)) _named.Add(key);
    }

    /// <summary>Says what was noted, where anything was.</summary>
    public void Report()
    {
        if (_wrong == 0) return;
        string values = _wrong == 1 ? "1 value is" : FormattableString.Invariant($"{_wrong} values are");
        log.Fault(path, _line, $"{values} of the wrong type and not read: {string.Join(", ", _named.Select(Shown))}.", "Write numbers as numbers, counts as whole numbers, lists as lists.");
    }

    private DataNode? Of(DataNode owner, string key, NodeKind kind)
    {
        if (Stated(owner, key) is not { } node) return null;
        if (node.Kind == kind) return node;
        Add(key, node);
        return null;
    }

    private static DataNode? Stated(DataNode owner, string key) => owner.Find(key) is { IsNull: false } node ? node : null;

    private T? Wrong<T>(string key, DataNode node)
        where T : struct
    {
        Add(key, node);
        return null;
    }

    private static string Shown(string name) => name.Length > 40 ? name[..40] + "…" : name;
}
