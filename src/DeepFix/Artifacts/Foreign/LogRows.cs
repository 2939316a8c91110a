namespace DeepFix.Artifacts.Foreign;

/// <summary>
/// The rows of a log as one row an epoch, or where epochs are not whole numbers one row an evaluation: a log mixes rows of training, of validation and of the
/// learning rate, and several rows an epoch. A value is the mean of what was logged in its row's span; NaN only where nothing else was.
/// </summary>
internal sealed class LogRows
{
    private const int FewEpochs = 3;
    private readonly ColumnRoles _roles;
    private readonly LogTable _table;
    private readonly double[]? _steps, _epochs;
    private readonly List<int> _rows;
    private readonly int[] _session;

    private LogRows(ColumnRoles roles)
    {
        (_roles, _table) = (roles, roles.Table);
        LogColumn[] metrics = [.. _table.Columns.Where(c => c != roles.Step && c != roles.Epoch)];
        _rows = [.. Enumerable.Range(0, _table.RowCount).Where(r => metrics.Any(m => m.Has(r)))];
        (_steps, _epochs) = (Filled(roles.Step), Filled(roles.Epoch));
        if (_steps is not null && NumberBatches()) _steps = null;
        _session = SessionsOf(_steps ?? _epochs);
    }

    /// <summary>Groups of rows, each to become one.</summary>
    public List<List<int>> Groups { get; private set; } = [];

    /// <summary>Whether several rows were put together.</summary>
    public bool IsGrouped => Groups.Exists(g => g.Count > 1);

    /// <summary>What one row stands for: an epoch, an evaluation, a row of the log.</summary>
    public string Unit { get; private set; } = "row";

    /// <summary>Trainings or parts of one that were appended to the log.</summary>
    public int SessionCount => _session.Length == 0 ? 1 : _session.Max() + 1;

    public bool HasSteps => _steps is not null;

    public bool HasEpochs => _epochs is not null;

    public static LogRows Of(ColumnRoles roles)
    {
        var rows = new LogRows(roles);
        rows.Group();
        return rows;
    }

    public double StepOf(List<int> group) => group.Max(r => _steps![r]);

    public double EpochOf(List<int> group) => _epochs![group[^1]];

    /// <summary>The mean of a column over a group.</summary>
    public static double Mean(LogColumn column, List<int> group)
    {
        double sum = 0;
        int count = 0, logged = 0;
        foreach (int row in group)
        {
            if (!column.Has(row)) continue;
            logged++;
            if (double.IsNaN(column.Values[row])) continue;
            count++;
            sum += column.Values[row];
        }

        return logged == 0 ? LogColumn.Missing : count == 0 ? double.NaN : count == 1 ? Only(column, group) : sum / count;
    }

    private static double Only(LogColumn column, List<int> group) => group.Where(column.Has).Select(r => column.Values[r]).First(v => !double.IsNaN(v));

    private void Group()
    {
        bool whole = _epochs is not null && _rows.TrueForAll(r => double.IsNaN(_epochs[r]) || Math.Floor(_epochs[r]) == _epochs[r]);
        if (whole && SeveralRowsAnEpoch(out int epochs) && !(epochs < FewEpochs && Evaluations() > epochs * FewEpochs)) ByEpoch();
        else if (!_table.RowsAreEpochs && (!whole || SeveralRowsAnEpoch(out _)) && RowsDiffer()) ByEvaluation();
        else Groups = [.. _rows.Select(r => new List<int> { r })];
        if (Unit != "row") Groups.RemoveAll(g => !g.Exists(r => _roles.Curves.Any(c => c.Has(r))));
    }

    private bool SeveralRowsAnEpoch(out int epochs)
    {
        HashSet<(int, double)> seen = [];
        bool several = false;
        foreach (int row in _rows) several |= !seen.Add((_session[row], _epochs![row]));
        epochs = seen.Count;
        return several;
    }

    private int Evaluations() => _rows.Count(r => _roles.Validation.Any(c => c.Has(r)));

    // Rows with training numbers and no validation, and others with validation.
    private bool RowsDiffer()
        => Evaluations() > 1 && _rows.Exists(r => _roles.Training.Any(c => c.Has(r)) && !_roles.Validation.Any(c => c.Has(r)));

    private void ByEpoch()
    {
        Unit = "epoch";
        Dictionary<(int, double), List<int>> byEpoch = [];
        foreach (int row in _rows)
        {
            (int, double) key = (_session[row], _epochs![row]);
            if (!byEpoch.TryGetValue(key, out List<int>? group))
            {
                byEpoch[key] = group = [];
                Groups.Add(group);
            }

            group.Add(row);
        }
    }

    // A group ends with the last row of an evaluation; what follows the last evaluation is a group of its own.
    private void ByEvaluation()
    {
        Unit = "evaluation";
        List<int> group = [];
        bool evaluated = false;
        for (int i = 0; i < _rows.Count; i++)
        {
            int row = _rows[i], next = i + 1 < _rows.Count ? _rows[i + 1] : -1;
            group.Add(row);
            evaluated |= _roles.Validation.Any(c => c.Has(row));
            if (next >= 0 && _session[next] == _session[row] && (!evaluated || IsSameEntry(row, next))) continue;
            Groups.Add(group);
            (group, evaluated) = ([], false);
        }
    }

    // Training and validation of one moment stand in rows of their own, in either order.
    private bool IsSameEntry(int row, int next)
    {
        bool sameMoment = _steps is not null ? _steps[row] == _steps[next] : _epochs is not null && _epochs[row] == _epochs[next];
        return sameMoment && !_roles.Curves.Any(c => c.Has(row) && c.Has(next));
    }

    // A row without a step or an epoch belongs to the row before it.
    private static double[]? Filled(LogColumn? column)
    {
        if (column is null) return null;
        double[] filled = [.. column.Values];
        double last = filled.FirstOrDefault(double.IsFinite, double.NaN);
        for (int i = 0; i < filled.Length; i++)
        {
            if (double.IsFinite(filled[i])) last = filled[i];
            else filled[i] = last;
        }

        return double.IsNaN(last) ? null : filled;
    }

    // Steps that go back while epochs go on number the batches of an epoch, of training and of validation each.
    private bool NumberBatches()
    {
        if (_epochs is null) return false;
        int[] curves = [.. _rows.Where(r => _roles.Curves.Any(c => c.Has(r)))];
        bool falls = false;
        for (int i = 1; i < curves.Length; i++)
        {
            if (_epochs[curves[i]] < _epochs[curves[i - 1]]) return false;
            falls |= _steps![curves[i]] < _steps[curves[i - 1]];
        }

        return falls && _epochs[curves[^1]] > _epochs[curves[0]];
    }

    // Only rows with a curve begin a session: a test at the end may be logged at step 0.
    private int[] SessionsOf(double[]? keys)
    {
        int[] session = new int[_table.RowCount];
        if (keys is null) return session;
        int current = 0;
        double last = double.NegativeInfinity;
        foreach (int row in _rows)
        {
            if (_roles.Curves.Any(c => c.Has(row)))
            {
                if (keys[row] < last) current++;
                last = keys[row];
            }

            session[row] = current;
        }

        return session;
    }
}
