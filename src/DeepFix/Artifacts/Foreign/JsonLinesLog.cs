using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Reads logs with one JSON object a line (DETR, detectron2, vision transformers, MMEngine, fairseq), which may follow other text on its line.</summary>
internal static class JsonLinesLog
{
    /// <summary>The table of a text; null where fewer than two lines hold an object with numbers.</summary>
    public static LogTable? Read(string text, CancellationToken cancellationToken)
    {
        var builder = new LogTableBuilder();
        List<string> notes = [];
        int others = 0, number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            cancellationToken.ThrowIfCancellationRequested();
            int at = line.IndexOf('{', StringComparison.Ordinal);
            if (string.IsNullOrWhiteSpace(line)) continue;
            DataNode? entry = at < 0 ? null : Object(line[at..], cancellationToken);
            if (entry is null) others++;
            else if (HasNumber(entry)) JsonRecord.Add(builder, entry, "");
        }

        if (builder.RowCount < 2 || builder.RowCount < others / 4) return null;
        if (others > 0) notes.Add(FormattableString.Invariant($"{others} of {number} lines hold no whole JSON object and were passed over."));
        LogTable table = builder.Build("JSON lines");
        return table with { Format = Named(table), Notes = notes };
    }

    private static DataNode? Object(string text, CancellationToken cancellationToken)
    {
        var reader = new JsonText(text, cancellationToken);
        return reader.Read() is { Kind: NodeKind.Map } node && reader.Problem is null ? node : null;
    }

    private static bool HasNumber(DataNode entry) => entry.Members.Exists(m => (m.Value.IsScalar && m.Value.AsNumber() is not null) || m.Value.Kind == NodeKind.Map);

    private static string Named(LogTable table)
    {
        if (table.Find("total_loss") is not null && table.Find("iteration") is not null) return "detectron2 metrics.json";
        if (table.Find("train_lr") is not null && table.Find("train_loss") is not null) return table.Find("train_class_error") is not null ? "DETR log (JSON lines)" : "vision transformer log (JSON lines)";
        return table.Find("_step") is not null ? "Weights & Biases history (JSON lines)" : "JSON lines";
    }
}
