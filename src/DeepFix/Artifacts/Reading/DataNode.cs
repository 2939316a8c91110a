using System.Globalization;

namespace DeepFix.Artifacts.Reading;

/// <summary>A node of a YAML or JSON document, with the line it stands on.</summary>
internal sealed class DataNode(NodeKind kind, string text, int line)
{
    private Dictionary<string, DataNode>? _byKey;

    public NodeKind Kind => kind;

    /// <summary>A scalar as written.</summary>
    public string Text => text;

    public int Line => line;

    /// <summary>Nodes in it, itself included, with aliases expanded.</summary>
    public long Size { get; set; } = 1;

    public List<DataNode> Items { get; } = kind == NodeKind.List ? [] : Empty;

    /// <summary>Members in order; of a repeated key only the last is found by name.</summary>
    public List<(string Key, DataNode Value)> Members { get; } = kind == NodeKind.Map ? [] : NoMembers;

    public bool IsScalar => kind is NodeKind.Text or NodeKind.Plain;

    public bool IsNull => kind == NodeKind.Null;

    private static List<DataNode> Empty { get; } = [];

    private static List<(string, DataNode)> NoMembers { get; } = [];

    public DataNode? Find(string key)
    {
        if (kind != NodeKind.Map) return null;
        if (_byKey is null || _byKey.Count > Members.Count)
        {
            _byKey = new Dictionary<string, DataNode>(StringComparer.Ordinal);
            foreach ((string name, DataNode value) in Members) _byKey[name] = value;
        }

        return _byKey.GetValueOrDefault(key);
    }

    public string? String(string key) => Find(key) is { IsScalar: true } node ? node.Text : null;

    public double? Number(string key) => Find(key)?.AsNumber();

    public long? Count(string key) => Find(key)?.AsCount();

    public double? AsNumber() => IsScalar && Scalars.TryNumber(text, out double value) ? value : null;

    /// <summary>A whole number; 3.0 is one, 3.5 and 1e30 are none.</summary>
    public long? AsCount()
        => AsNumber() is { } value && Math.Abs(value) < 9e15 && Math.Floor(value) == value ? (long)value : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{kind} {text}");
}
