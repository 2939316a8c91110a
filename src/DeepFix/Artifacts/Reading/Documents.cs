namespace DeepFix.Artifacts.Reading;

/// <summary>Reads YAML and JSON files of a run into nodes, with a fault for whatever cannot be read.</summary>
internal static class Documents
{
    private const int MaxBytes = 64 << 20;

    /// <summary>The document of a file; null where nothing in it can be read.</summary>
    public static DataNode? Read(RunFile file, ReadLog log)
    {
        byte[]? bytes = HashingReader.ReadAll(file, MaxBytes, log);
        if (bytes is null) return null;
        string? text = TextBytes.Decode(file.Path, bytes, log);
        if (text is null) return null;
        DataNode? node = file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Json(file.Path, text, log) : Yaml(file.Path, text, log);
        if (node is { Kind: NodeKind.Map } || (node is { Kind: NodeKind.List } && file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))) return node;
        // A file of comments alone is empty too, and nothing is wrong with its text.
        if (node is null && !log.HasFaults(file.Path)) log.Fault(file.Path, null, "The file is empty.", "Write its fields as names with values.");
        else if (node is not null) log.Fault(file.Path, node.Line, "The file holds no names with values.", "Write its fields as names with values.");
        return null;
    }

    private static DataNode? Json(string path, string text, ReadLog log)
    {
        var reader = new JsonText(text, log.CancellationToken);
        DataNode? node = reader.Read();
        if (reader.Problem is { } problem && !string.IsNullOrWhiteSpace(text)) log.Fault(path, reader.Line, problem, Remedy(node));
        return node;
    }

    private static DataNode? Yaml(string path, string text, ReadLog log)
    {
        var reader = new YamlText(new StringReader(text), log.CancellationToken);
        DataNode? node = reader.Read();
        if (reader.Problem is { } problem) log.Fault(path, reader.Line, problem, Remedy(node));
        return node;
    }

    private static string Remedy(DataNode? node)
        => node is null ? "Nothing of it was read; write it again." : "What stands before it was read; write the file again.";
}
