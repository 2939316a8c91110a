namespace DeepFix.Artifacts.Foreign;

/// <summary>Which columns are losses by their words, where no rule knows the whole name.</summary>
internal static class LossNames
{
    private static readonly HashSet<string> Losses = new(["loss", "losses", "nll", "elbo", "cost", "mse", "rmse", "mae", "bce", "ce", "crossentropy", "objective"], StringComparer.Ordinal);
    private static readonly HashSet<string> Generators = new(["g", "gen", "generator", "netg"], StringComparer.Ordinal);
    private static readonly HashSet<string> Discriminators = new(["d", "disc", "dis", "discriminator", "critic", "netd"], StringComparer.Ordinal);

    /// <summary>Words of what is derived from a loss, and of what is no loss of its own.</summary>
    private static readonly HashSet<string> NoCurves = new(["best", "min", "max", "std", "var", "scale", "weight", "coef", "lr", "time", "delta", "ratio", "count", "patience", "diff"], StringComparer.Ordinal);

    /// <summary>The losses of a side. Those with the word loss hide those that only measure an error; of a loss by step and by epoch the latter stands.</summary>
    public static LogColumn[] Of(IReadOnlyList<LogColumn> columns, string side, bool hasValidation)
    {
        List<(LogColumn Column, string[] Words)> all = [.. columns.Select(c => (c, ColumnNames.Words(c.Name))).Where(c => IsLoss(c.Item2) && SideOf(c.Item2, hasValidation) == side)];
        if (all.Exists(c => SaysLoss(c.Words))) all.RemoveAll(c => !SaysLoss(c.Words));
        all.RemoveAll(c => c.Words is [.., "step" or "batch"] && all.Exists(o => o.Words is [.., "epoch"] && o.Words.AsSpan(0, o.Words.Length - 1).SequenceEqual(c.Words.AsSpan(0, c.Words.Length - 1))));
        return [.. all.Select(c => c.Column)];
    }

    /// <summary>The only one, or the generator's where the others are the discriminator's; else none.</summary>
    public static LogColumn? Chosen(LogColumn[] losses)
    {
        if (losses is [var only]) return only;
        LogColumn[] generators = [.. losses.Where(l => Array.Exists(ColumnNames.Words(l.Name), Generators.Contains))];
        return generators is [var generator] && losses.Where(l => l != generator).All(l => Array.Exists(ColumnNames.Words(l.Name), Discriminators.Contains)) ? generator : null;
    }

    private static bool SaysLoss(string[] words) => words.Any(w => w is "loss" or "losses" || (w.Length > 4 && w.EndsWith("loss", StringComparison.Ordinal)));

    private static bool IsLoss(string[] words) => !Array.Exists(words, NoCurves.Contains) && (SaysLoss(words) || Array.Exists(words, Losses.Contains));

    private static string SideOf(string[] words, bool hasValidation)
    {
        string? said = words.Select(Splits.Of).FirstOrDefault(s => s is not null);
        return said switch { null => "train", "test" => hasValidation ? "test" : "val", _ => said };
    }
}
