using System.Globalization;
using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Evaluation.Transformations;

/// <summary>A recorded run as text, to be changed cell by cell and line by line before anything parses it.</summary>
internal sealed record RecordedRun
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Cells by row and column.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>Lines of params.yaml.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Lines of dataset/metadata.yaml.</summary>
    public required IReadOnlyList<string> Metadata { get; init; }

    /// <summary>Text of dataset/statistics.json; null where there is none.</summary>
    public string? Statistics { get; init; }

    public RunStatus Status { get; init; }

    /// <summary>Reads a run's folder.</summary>
    public static RecordedRun Read(string folder)
    {
        string[] lines = Lines(folder, "training_artifacts/metrics.csv");
        string statistics = Path.Combine(folder, "dataset/statistics.json");
        return new RecordedRun
        {
            Name = Path.GetFileName(folder),
            Header = lines[0].Split(','),
            Rows = [.. lines.Skip(1).Select(l => l.Split(','))],
            Parameters = Lines(folder, "training_artifacts/params.yaml"),
            Metadata = Lines(folder, "dataset/metadata.yaml"),
            Statistics = File.Exists(statistics) ? File.ReadAllText(statistics) : null,
        };
    }

    /// <summary>A number as logs write it: six digits, <c>nan</c>, <c>inf</c>.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" : value.ToString("G6", CultureInfo.InvariantCulture);

    public bool Has(string column) => Header.Contains(column, StringComparer.Ordinal);

    /// <summary>The numbers of a column; NaN where a cell is empty or no number.</summary>
    public double[] Numbers(string column)
    {
        int at = IndexOf(column);
        return [.. Rows.Select(r => at >= 0 && at < r.Count && double.TryParse(r[at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
    }

    /// <summary>The value of a declared parameter as a number; NaN where there is none.</summary>
    public double Declared(string key) => NumberIn(Parameters, key);

    /// <summary>The value of a line of the metadata as a number; NaN where there is none.</summary>
    public double Described(string key) => NumberIn(Metadata, key);

    /// <summary>The text of a declared parameter; empty where there is none.</summary>
    public string DeclaredText(string key) => Parameters.FirstOrDefault(l => l.StartsWith(key + ":", StringComparison.Ordinal))?[(key.Length + 1)..].Trim() ?? "";

    /// <summary>The run with a column written anew; it is added where it is not there.</summary>
    public RecordedRun With(string column, Func<int, string> cell)
    {
        int at = IndexOf(column);
        return at < 0
            ? this with { Header = [.. Header, column], Rows = [.. Rows.Select((r, i) => (IReadOnlyList<string>)[.. r, cell(i)])] }
            : this with { Rows = [.. Rows.Select((r, i) => (IReadOnlyList<string>)[.. r.Select((c, j) => j == at ? cell(i) : c)])] };
    }

    /// <summary>The run with the finite numbers of a column changed; other cells stay as they are.</summary>
    public RecordedRun Changing(string column, Func<int, double, double> change)
    {
        double[] numbers = Numbers(column);
        int at = IndexOf(column);
        return at < 0 ? this : With(column, i => double.IsFinite(numbers[i]) ? Text(change(i, numbers[i])) : at < Rows[i].Count ? Rows[i][at] : "");
    }

    /// <summary>The run without a column.</summary>
    public RecordedRun Without(string column)
    {
        int at = IndexOf(column);
        return at < 0 ? this : this with { Header = [.. Header.Where((_, j) => j != at)], Rows = [.. Rows.Select(r => (IReadOnlyList<string>)[.. r.Where((_, j) => j != at)])] };
    }

    /// <summary>The run with a column under another name.</summary>
    public RecordedRun Renaming(string column, string name) => this with { Header = [.. Header.Select(h => h == column ? name : h)] };

    /// <summary>The run with other rows: by their positions, repeated or left out.</summary>
    public RecordedRun WithRows(IEnumerable<int> positions) => this with { Rows = [.. positions.Select(p => Rows[p])] };

    /// <summary>The run with a parameter declared, in place of its line where there is one.</summary>
    public RecordedRun Declaring(string key, string value) => this with { Parameters = Replaced(Parameters, key, value) };

    /// <summary>The run with a line of the metadata replaced or added.</summary>
    public RecordedRun Describing(string key, string value) => this with { Metadata = Replaced(Metadata, key, value) };

    /// <summary>The run as the engine reads it.</summary>
    public RunArtifacts Parse() => ArtifactParser.Parse(new RunRecord { RunId = Name, Status = Status, Files = [.. Files()] });

    private static string[] Lines(string folder, string path)
        => [.. File.ReadAllLines(Path.Combine(folder, path)).Where(l => l.Length > 0)];

    private static double NumberIn(IReadOnlyList<string> lines, string key)
        => lines.FirstOrDefault(l => l.StartsWith(key + ":", StringComparison.Ordinal)) is { } line && double.TryParse(line[(key.Length + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private static string[] Replaced(IReadOnlyList<string> lines, string key, string value)
        => [.. lines.Where(l => !l.StartsWith(key + ":", StringComparison.Ordinal)), $"{key}: {value}"];

    private int IndexOf(string column)
    {
        for (int i = 0; i < Header.Count; i++)
        {
            if (Header[i] == column) return i;
        }

        return -1;
    }

    private IEnumerable<RunFile> Files()
    {
        yield return Of("training_artifacts/metrics.csv", string.Join('\n', Rows.Select(r => string.Join(',', r)).Prepend(string.Join(',', Header))) + "\n");
        yield return Of("training_artifacts/params.yaml", string.Join('\n', Parameters) + "\n");
        yield return Of("dataset/metadata.yaml", string.Join('\n', Metadata) + "\n");
        if (Statistics is not null) yield return Of("dataset/statistics.json", Statistics);
    }

    private static RunFile Of(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new RunFile(path, bytes.Length, () => new MemoryStream(bytes));
    }
}
