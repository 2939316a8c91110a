using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Foreign;

/// <summary>
/// What each column of a log stands for. The surest reading first: what the caller says, then the names that frameworks and loops are known to write, then what is
/// left by elimination (the only loss of a side, the generator's of two). A side with several losses and none that is known stays without: a guess would be a wrong curve.
/// </summary>
internal sealed class ColumnRoles
{
    private readonly Dictionary<string, LogColumn> _byRole = new(StringComparer.Ordinal);

    /// <summary>How a role was found where its column's name does not say it: a sum, an elimination.</summary>
    private readonly Dictionary<string, string> _how = new(StringComparer.Ordinal);

    private ColumnRoles(LogTable table) => Table = table;

    public LogTable Table { get; }

    /// <summary>Losses of a side among which none could be chosen, by side.</summary>
    public Dictionary<string, string[]> Undecided { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, LogColumn> ByRole => _byRole;

    public LogColumn? Step => _byRole.GetValueOrDefault("step");

    public LogColumn? Epoch => _byRole.GetValueOrDefault("epoch");

    /// <summary>The curves that make a run: losses and accuracies, where found.</summary>
    public IEnumerable<LogColumn> Curves => Training.Concat(Validation);

    public IEnumerable<LogColumn> Training => Of("train_loss", "train_accuracy");

    public IEnumerable<LogColumn> Validation => Of("val_loss", "val_accuracy");

    /// <summary>The words for a role's column: its name, or the sum or choice that it is.</summary>
    public string Source(string role) => _how.TryGetValue(role, out string? how) ? how : _byRole[role].Name;

    /// <summary>Whether a name stands for a step or an epoch.</summary>
    public static bool IsIndex(string name) => RecordedName.Parse(ColumnNames.Canonical(name)).Quantity is Quantity.Epoch or Quantity.Step || ColumnNames.IsStep(name);

    /// <summary>Whether a name is known to stand for a metric of the contract.</summary>
    public static bool IsAnyMetric(string name) => RecordedName.Parse(ColumnNames.Canonical(name)).Quantity is not (Quantity.Other or Quantity.Epoch or Quantity.Step);

    /// <param name="table">The log.</param>
    /// <param name="map">Columns by role, as the caller says.</param>
    public static ColumnRoles Of(LogTable table, IReadOnlyDictionary<string, string> map)
    {
        var roles = new ColumnRoles(table);
        foreach ((string role, string column) in map) roles._byRole[role] = ColumnMap.Find(table, role, column);
        roles.TakeKnown();
        roles.TakeSums();
        foreach (string side in (string[])["train", "val"]) roles.TakeRemaining(side);
        return roles;
    }

    private IEnumerable<LogColumn> Of(params string[] roles) => roles.Where(_byRole.ContainsKey).Select(r => _byRole[r]);

    private bool IsTaken(LogColumn column) => _byRole.ContainsValue(column);

    private void TakeKnown()
    {
        Dictionary<string, LogColumn> byName = new(StringComparer.Ordinal);
        foreach (LogColumn column in Table.Columns.Where(c => c.Logged > 0 && !IsTaken(c))) byName.TryAdd(ColumnNames.Canonical(column.Name), column);
        foreach ((string name, string role) in MetricNames.Resolve(byName.ToDictionary(c => c.Key, c => c.Value.Logged, StringComparer.Ordinal)))
            _byRole.TryAdd(role, byName[name]);
        // A summary of the whole run in one cell is no curve.
        foreach (string role in (string[])["train_loss", "train_accuracy"])
        {
            if (_byRole.TryGetValue(role, out LogColumn? column) && column.Logged == 1 && Table.RowCount > 3) _byRole.Remove(role);
        }

        if (!_byRole.ContainsKey("step") && Table.Columns.FirstOrDefault(c => ColumnNames.IsStep(c.Name)) is { } step) _byRole["step"] = step;
    }

    private void TakeSums()
    {
        foreach (string side in (string[])["train", "val"])
        {
            LogColumn[] parts = [.. Table.Columns.Where(c => c.Logged > 0 && c.Name.StartsWith(side + "/", StringComparison.Ordinal) && LossParts.IsPart(c.Name))];
            if (_byRole.ContainsKey(side + "_loss") || parts.Length < 2) continue;
            _byRole[side + "_loss"] = LossSum.Of(side + "_loss", parts, Table.RowCount);
            _how[side + "_loss"] = $"{side}/ {string.Join(" + ", parts.Select(p => p.Name[(side.Length + 1)..]))}";
        }
    }

    private void TakeRemaining(string side)
    {
        string role = side + "_loss";
        if (_byRole.ContainsKey(role)) return;
        LogColumn[] losses = LossNames.Of([.. Table.Columns.Where(c => c.Logged > 1 && !IsTaken(c))], side, hasValidation: _byRole.ContainsKey("val_loss"));
        if (LossNames.Chosen(losses) is { } chosen)
        {
            _byRole[role] = chosen;
            _how[role] = losses.Length == 1 ? $"{chosen.Name} (the only {(side == "train" ? "training" : "validation")} loss)" : $"{chosen.Name} (the generator's)";
        }
        else if (losses.Length > 1)
        {
            Undecided[side] = [.. losses.Select(l => l.Name)];
        }
    }
}
