using System.Globalization;
using System.Text;
using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Writes a log as the contract's <c>metrics.csv</c>.</summary>
internal static class NormalisedCsv
{
    public const string Path = "metrics.csv";
    private const int MostOthers = 200;
    private static readonly string[] First = ["train_loss", "val_loss", "train_accuracy", "val_accuracy"];

    public static RunFile Write(ColumnRoles roles, LogRows rows)
    {
        List<(string Name, LogColumn Column)> columns = [.. Named(roles)];
        var csv = new StringBuilder();
        bool counted = !rows.HasSteps && rows.SessionCount == 1;
        bool rowsAreEpochs = !rows.HasEpochs && !rows.HasSteps;
        List<string> header = [];
        if (rows.HasSteps || counted) header.Add("step");
        if (rows.HasEpochs || rowsAreEpochs) header.Add("epoch");
        csv.AppendJoin(',', header.Concat(columns.Select(c => Quoted(c.Name)))).Append('\n');
        for (int i = 0; i < rows.Groups.Count; i++)
        {
            List<int> group = rows.Groups[i];
            List<double> cells = [];
            if (rows.HasSteps) cells.Add(rows.StepOf(group));
            else if (counted) cells.Add(i);
            if (rows.HasEpochs) cells.Add(rows.EpochOf(group));
            else if (rowsAreEpochs) cells.Add(i + 1);
            csv.AppendJoin(',', cells.Concat(columns.Select(c => LogRows.Mean(c.Column, group))).Select(Cell)).Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(csv.ToString());
        return new RunFile(Path, bytes.Length, () => new MemoryStream(bytes));
    }

    private static IEnumerable<(string Name, LogColumn Column)> Named(ColumnRoles roles)
    {
        var roleOf = roles.ByRole.Where(r => r.Key is not ("step" or "epoch")).OrderBy(r => Array.IndexOf(First, r.Key) is var at and >= 0 ? at : 100).ThenBy(r => r.Key, StringComparer.Ordinal).ToArray();
        foreach ((string role, LogColumn column) in roleOf) yield return (role, column);
        HashSet<string> taken = [.. roleOf.Select(r => r.Key), "step", "epoch"];
        IEnumerable<LogColumn> others = roles.Table.Columns.Where(c => c.Logged > 0 && !roles.ByRole.Values.Contains(c));
        foreach (LogColumn column in others.Take(MostOthers)) yield return (Free(column.Name, taken), column);
    }

    private static string Free(string own, HashSet<string> taken)
    {
        string name = taken.Contains(own) || MetricNames.IsContractName(own) ? own + "_summary" : own;
        while (!taken.Add(name)) name += "_";
        return name;
    }

    private static string Cell(double value) => !LogColumn.IsLogged(value) ? "" : double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string name)
    {
        string line = name.Replace('\n', ' ').Replace('\r', ' ').Trim();
        return line.AsSpan().IndexOfAny(",;\t\"#") < 0 ? line : $"\"{line.Replace('"', '\'')}\"";
    }
}
