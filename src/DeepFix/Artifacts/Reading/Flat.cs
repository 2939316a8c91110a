namespace DeepFix.Artifacts.Reading;

/// <summary>Names of nested scalars, joined with dots.</summary>
internal static class Flat
{
    private const int MaxScalars = 10_000;

    /// <summary>Every scalar of a document as written, with its line. Nulls are kept as empty text.</summary>
    public static Dictionary<string, (string Text, int Line)> Scalars(DataNode root)
    {
        var scalars = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        Add(scalars, "", root);
        return scalars;
    }

    private static void Add(Dictionary<string, (string, int)> scalars, string name, DataNode node)
    {
        if (scalars.Count >= MaxScalars) return;
        if (node.IsScalar || node.IsNull) scalars[name] = (node.Text, node.Line);
        foreach ((string key, DataNode value) in node.Members) Add(scalars, name.Length == 0 ? key : name + "." + key, value);
        if (node.Items.Count > 0 && node.Items.Count <= 100 && node.Items.TrueForAll(i => i.IsScalar))
            scalars[name] = (string.Join(", ", node.Items.Select(i => i.Text)), node.Line);
    }
}
