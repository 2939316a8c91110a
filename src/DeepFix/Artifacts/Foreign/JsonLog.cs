using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>
/// Reads a JSON document that holds a course of training: the Hugging Face trainer's state, an object of arrays (Keras and most loops), an array of objects,
/// a pandas frame in any of its orientations, or several of these below names such as <c>train</c> and <c>history</c>.
/// </summary>
internal static class JsonLog
{
    private const int MaxDepth = 4;

    /// <summary>The table of a document; null where it holds none.</summary>
    public static LogTable? Read(DataNode root)
    {
        if (root.Find("log_history") is { Kind: NodeKind.List } history) return TrainerState(root, history);
        if (root is { Kind: NodeKind.Map } && Frame(root) is { } frame) return frame;
        if (root.Kind == NodeKind.List) return Records(root.Items, "JSON list of records") ?? Points(root);
        var arrays = new JsonArrays();
        List<(string Name, DataNode Node)> records = [];
        Gather("", root, 0, arrays, records);
        if (records.Count > 0 && arrays.Count == 0) return Together(records);
        return arrays.Build();
    }

    private static LogTable? TrainerState(DataNode root, DataNode history)
    {
        // The last entry of a finished training sums it up: its train_loss is a mean, no point of the curve.
        List<DataNode> entries = [.. history.Items.Where(e => e.Find("train_runtime") is null)];
        LogTable? table = Records(entries, "Hugging Face trainer_state.json");
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach ((string key, string name) in (ReadOnlySpan<(string, string)>)[("train_batch_size", "batch_size"), ("num_train_epochs", "num_epochs"), ("max_steps", "max_steps"), ("logging_steps", "logging_steps"), ("eval_steps", "eval_steps")])
        {
            if (root.String(key) is { } value) settings[name] = value;
        }

        return table is null ? null : table with { Settings = settings };
    }

    /// <summary>One row an object, one column for every number in it, names of nested ones joined with a slash.</summary>
    public static LogTable? Records(IReadOnlyList<DataNode> entries, string format)
    {
        if (entries.Count == 0 || entries.Count(e => e.Kind == NodeKind.Map) < entries.Count) return null;
        var builder = new LogTableBuilder();
        foreach (DataNode entry in entries) JsonRecord.Add(builder, entry, "");
        return builder.Build(format);
    }

    // {"columns": [...], "index": [...], "data": [[...], ...]}: pandas, orient="split".
    private static LogTable? Frame(DataNode root)
    {
        if (root.Find("columns") is not { Kind: NodeKind.List } columns || root.Find("data") is not { Kind: NodeKind.List } data) return null;
        var builder = new LogTableBuilder();
        foreach (DataNode row in data.Items)
        {
            int at = builder.NewRow();
            for (int c = 0; c < Math.Min(columns.Items.Count, row.Items.Count); c++)
            {
                if (row.Items[c].AsNumber() is { } value) builder.Set(at, columns.Items[c].Text, value);
            }
        }

        return builder.Build("pandas frame in JSON") with { RowsAreEpochs = true };
    }

    // [[wall time, step, value], ...]: what TensorBoard offers for download.
    private static LogTable? Points(DataNode root)
    {
        if (root.Items.Count < 2 || !root.Items.TrueForAll(p => p.Items.Count == 3 && p.Items.TrueForAll(i => i.AsNumber() is not null))) return null;
        var builder = new LogTableBuilder();
        foreach (DataNode point in root.Items)
        {
            int row = builder.NewRow();
            builder.Set(row, "step", point.Items[1].AsNumber()!.Value);
            builder.Set(row, "Value", point.Items[2].AsNumber()!.Value);
        }

        return builder.Build("TensorBoard scalar download");
    }

    private static void Gather(string name, DataNode node, int depth, JsonArrays arrays, List<(string Name, DataNode Node)> records)
    {
        if (arrays.TryAdd(name, node)) return;
        if (node.Kind == NodeKind.List && node.Items.Count > 1 && node.Items.TrueForAll(i => i.Kind == NodeKind.Map)) records.Add((name, node));
        if (node.Kind != NodeKind.Map || depth >= MaxDepth) return;
        foreach ((string key, DataNode value) in node.Members)
            Gather(name.Length == 0 || JsonRecord.IsWrapper(name) ? key : $"{name}/{key}", value, depth + 1, arrays, records);
    }

    // {"train": [{...}, ...], "val": [{...}, ...]}: the rows of each split below its own name; without such names only one list can be meant.
    private static LogTable? Together(List<(string Name, DataNode Node)> records)
    {
        var splits = records.Where(r => Splits.Of(r.Name.Split('/')[^1]) is not null).ToList();
        if (splits.Count == 0) return records.Count == 1 ? Records(records[0].Node.Items, "JSON list of records") : null;
        var builder = new LogTableBuilder();
        int length = splits.Max(s => s.Node.Items.Count);
        for (int i = 0; i < length; i++)
        {
            int row = builder.NewRow();
            foreach ((string name, DataNode node) in splits.Where(s => i < s.Node.Items.Count)) JsonRecord.Fill(builder, row, node.Items[i], Splits.Of(name.Split('/')[^1]) + "/");
        }

        return builder.Build("JSON lists of records by split") with { RowsAreEpochs = true };
    }
}
