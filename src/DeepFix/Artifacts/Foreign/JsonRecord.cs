using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>One JSON object as a row of numbers.</summary>
internal static class JsonRecord
{
    private const int MaxDepth = 3;
    private static readonly HashSet<string> Wrappers = new(["history", "metrics", "log", "logs", "results", "epochs", "training_history", "hist", "scalars", "data"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name only says that metrics are below it.</summary>
    public static bool IsWrapper(string name) => Wrappers.Contains(name);

    /// <summary>Adds a row for an object. A member <c>mode</c>, <c>phase</c> or <c>split</c> says on which rows of the data its numbers were measured.</summary>
    public static void Add(LogTableBuilder builder, DataNode entry, string prefix)
    {
        int row = builder.NewRow();
        string? split = ((string[])["mode", "phase", "split", "stage"]).Select(entry.String).FirstOrDefault(m => m is not null && Splits.Of(m) is not null);
        Fill(builder, row, entry, split is null ? prefix : Splits.Of(split) + "_");
    }

    /// <summary>Adds the numbers of an object to a row.</summary>
    public static void Fill(LogTableBuilder builder, int row, DataNode entry, string prefix, int depth = 0)
    {
        foreach ((string key, DataNode value) in entry.Members)
        {
            if (value.Kind == NodeKind.Map && depth < MaxDepth) Fill(builder, row, value, IsWrapper(key) ? prefix : $"{prefix}{key}/", depth + 1);
            else if (Number(value) is { } number) builder.Set(row, IsBareIndex(key) ? key : prefix + key, number);
        }
    }

    // [0.5] is a number as well; fairseq writes numbers as text; null is nothing that was logged.
    private static double? Number(DataNode value) => value switch
    {
        { IsScalar: true } => value.Text is "true" or "false" or "True" or "False" ? null : value.AsNumber(),
        { Items: [{ IsScalar: true } only] } => only.AsNumber(),
        _ => null,
    };

    private static bool IsBareIndex(string key) => key is "epoch" or "step" or "iter" or "iteration" or "global_step";
}
