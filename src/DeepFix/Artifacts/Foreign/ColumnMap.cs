using DeepFix.Api;
using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Foreign;

/// <summary>What the caller says of columns: <c>train_loss=COLUMN</c>.</summary>
public static class ColumnMap
{
    /// <summary>Reads pairs of a metric of the contract and a column.</summary>
    /// <param name="pairs">Texts such as <c>train_loss=my loss</c>.</param>
    /// <exception cref="DeepFixException">VALIDATION_ERROR: a text is no such pair, or names no metric of the contract.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            string role = at < 0 ? pair : pair[..at].Trim();
            if (at < 1 || at == pair.Length - 1) throw Invalid($"'{pair}' names no metric and column.");
            if (!MetricNames.IsContractName(role)) throw Invalid($"'{role}' is no metric that a column can be taken for.");
            if (!map.TryAdd(role, pair[(at + 1)..])) throw Invalid($"'{role}' is given twice.");
        }

        return map;
    }

    /// <summary>The column that is meant: its very name, or the only one that differs in case and blanks alone.</summary>
    internal static LogColumn Find(LogTable table, string role, string name)
    {
        if (table.Find(name) is { } exact) return exact;
        LogColumn[] near = [.. table.Columns.Where(c => string.Equals(c.Name.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase))];
        if (near is [var only]) return only;
        throw new DeepFixException(
            ErrorCode.ValidationError,
            $"There is no column '{name}' to take {role} from.",
            $"Columns with numbers: {Listed(table.Columns.Select(c => c.Name))}.",
            new System.Text.Json.Nodes.JsonObject { ["field"] = "map", ["constraint"] = "a column of the log", ["provided"] = name });
    }

    /// <summary>Names for a sentence, at most thirty.</summary>
    internal static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names.Select(n => n.Length > 80 ? n[..80] + "…" : n)];
        return string.Join(", ", all.Take(30)) + (all.Length > 30 ? FormattableString.Invariant($" and {all.Length - 30} more") : "");
    }

    private static DeepFixException Invalid(string what) => new(
        ErrorCode.ValidationError,
        what,
        "Give METRIC=COLUMN, as train_loss=\"my loss\"; METRIC is step, epoch, train_loss, val_loss, train_accuracy, val_accuracy, learning_rate, grad_norm, …",
        new System.Text.Json.Nodes.JsonObject { ["field"] = "map", ["constraint"] = "METRIC=COLUMN" });
}
