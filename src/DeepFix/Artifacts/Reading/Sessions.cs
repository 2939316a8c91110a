namespace DeepFix.Artifacts.Reading;

/// <summary>
/// Sessions appended to one file. A session that goes on from a step in the middle supersedes the rows that it repeats, one that starts anew supersedes them all,
/// and rows that are merely not in order are put in order.
/// </summary>
internal sealed class Sessions(CsvTable table, long[] keys, List<int> starts, ReadLog log)
{
    private const int MostSessions = 20;
    private const int FewSessions = 3;

    public int[] Rows()
    {
        int line = table.Lines[starts[1]];
        if (AreScattered())
        {
            log.StepOrder = StepOrder.Scattered;
            log.Fault(table.Path, line, $"Steps go back{(starts.Count > FewSessions ? " again and again" : "")}; rows were put in order of step.", "Log rows in the order of training.");
            return [.. Enumerable.Range(0, table.RowCount).OrderBy(r => keys[r])];
        }

        log.StepOrder = starts.Exists(s => s > 0 && keys[s] <= keys[0]) ? StepOrder.StartedAnew : StepOrder.Resumed;
        List<int> rows = [];
        for (int s = 0; s < starts.Count; s++)
        {
            int start = starts[s], end = s + 1 < starts.Count ? starts[s + 1] : table.RowCount;
            while (rows.Count > 0 && keys[rows[^1]] >= keys[start]) rows.RemoveAt(rows.Count - 1);
            rows.AddRange(Enumerable.Range(start, end - start));
        }

        string sessions = FormattableString.Invariant($"{starts.Count} sessions were appended to one file");
        string kept = FormattableString.Invariant($"of steps logged twice the later rows count, {rows.Count} of {table.RowCount} rows");
        log.Fault(table.Path, line, $"Steps go back: {sessions}; {kept}.", "Write each session to a file of its own.");
        return [.. rows];
    }

    // A session begins anew, or goes on from a step that was logged before; rows that were merely written in another order do neither.
    private bool AreScattered()
    {
        if (starts.Count > MostSessions && starts.Count > table.RowCount / 50) return true;
        HashSet<long> logged = [];
        int row = 0;
        foreach (int start in starts)
        {
            while (row < start) logged.Add(keys[row++]);
            if (start > 0 && keys[start] > keys[0] && !logged.Contains(keys[start])) return true;
        }

        return false;
    }
}
