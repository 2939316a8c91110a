namespace DeepFix.Artifacts.Reading;

/// <summary>Names of nested scalars, joined with dots.</summary>
internal sealed class Flat
{
    private const int MaxScalars = 10_000;
    private const int MaxListItems = 100;
    // Aliases let a short file name a long text many times; joined texts and names have no alias to share.
    private const int MaxChars = 4 << 20;
    private readonly Dictionary<string, (string Text, int Line)> _scalars = new(StringComparer.Ordinal);
    private long _chars;

    /// <summary>Every scalar of a document as written, with its line. Nulls are kept as empty text.</summary>
    public static Dictionary<string, (string Text, int Line)> Scalars(DataNode root)
    {
        var flat = new Flat();
        flat.Add("", root);
        return flat._scalars;
    }

    private void Add(string name, DataNode node)
    {
        if (_scalars.Count >= MaxScalars || _chars > MaxChars) return;
        if (node.IsScalar || node.IsNull) Keep(name, node.Text, node.Line);
        foreach ((string key, DataNode value) in node.Members)
        {
            _chars += name.Length + key.Length + 1;
            if (_chars > MaxChars) return;
            Add(name.Length == 0 ? key : name + "." + key, value);
        }

        if (node.Items.Count is 0 or > MaxListItems || !node.Items.TrueForAll(i => i.IsScalar)) return;
        _chars += node.Items.Sum(i => (long)i.Text.Length + 2);
        if (_chars <= MaxChars) Keep(name, string.Join(", ", node.Items.Select(i => i.Text)), node.Line);
    }

    private void Keep(string name, string text, int line) => _scalars[name] = (text, line);
}
