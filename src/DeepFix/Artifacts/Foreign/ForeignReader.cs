using DeepFix.Api;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>
/// Reads the logs that people already have: CSV and its kin (Lightning, Keras, Ultralytics, fastai, flair, Weights &amp; Biases, any loop's), JSON histories and
/// JSON lines, the Hugging Face trainer's state, TensorBoard event files, an MLflow run's folder. What a file is, its content says, never its name.
/// </summary>
public static class ForeignReader
{
    /// <summary>Reads one run's log.</summary>
    /// <param name="source">The files.</param>
    /// <param name="map">Columns by metric of the contract, where the caller corrects what a column is taken for (<see cref="ColumnMap.Parse"/>).</param>
    /// <param name="cancellationToken">Observed while reading.</param>
    /// <exception cref="DeepFixException">ARTIFACT_NOT_FOUND: it is no log of these formats, or holds no loss that is sure; VALIDATION_ERROR: the map names no column of it.</exception>
    public static ForeignLog Read(ForeignSource source, IReadOnlyDictionary<string, string> map, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(map);
        List<string> notes = [];
        LogTable table = ChartNames.Plain(Table(source, notes, cancellationToken));
        ColumnRoles roles = ColumnRoles.Of(table, map);
        RequireCurve(source.Name, roles);
        LogRows rows = LogRows.Of(roles);
        List<string> settingNotes = [];
        RunFile? settings = DeclaredSettings.Write(source.Settings, table.Settings, settingNotes, cancellationToken);
        return new ForeignLog
        {
            Format = table.Format,
            Files = settings is null ? [NormalisedCsv.Write(roles, rows)] : [NormalisedCsv.Write(roles, rows), settings],
            TakenFrom = roles.ByRole.Keys.ToDictionary(r => r, roles.Source, StringComparer.Ordinal),
            Notes = [ReadingNotes.Format(source, table, rows), ReadingNotes.Columns(roles, rows), .. ReadingNotes.Undecided(roles), .. notes, .. table.Notes, .. settingNotes],
        };
    }

    /// <summary>Whether a table is the contract's own <c>metrics.csv</c>: its three required columns, a training loss in every row.</summary>
    /// <param name="file">The table.</param>
    /// <param name="cancellationToken">Observed while reading.</param>
    public static bool IsContract(RunFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var table = CsvReader.Read(file, new ReadLog(cancellationToken));
        CsvColumn? loss = table?.Columns.FirstOrDefault(c => c.Name == "train_loss");
        return loss is not null && loss.Logged + loss.TextCells == table!.RowCount && table.Columns.Any(c => c.Name == "step") && table.Columns.Any(c => c.Name == "epoch");
    }

    private static LogTable Table(ForeignSource source, List<string> notes, CancellationToken cancellationToken)
    {
        RunFile first = source.Logs[0];
        if (source.Logs.All(f => f.Path.StartsWith(MetricFilesLog.Folder, StringComparison.Ordinal))) return MetricFilesLog.Read(source.Logs, cancellationToken);
        if (source.Logs.All(f => MetricEpochsLog.IsOne(f.Path[(f.Path.LastIndexOf('/') + 1)..]))) return MetricEpochsLog.Read(source.Logs, cancellationToken);
        byte[] bytes = LogText.Bytes(first, cancellationToken);
        if (EventLog.IsEvents(bytes)) return EventLog.Read(source.Logs, cancellationToken);
        string text = LogText.Decode(bytes, notes, first.Path);
        if (string.IsNullOrWhiteSpace(text)) throw LogText.Unreadable(first.Path, "is empty");
        return Json(text, first.Path, notes, cancellationToken)
            ?? JsonLinesLog.Read(text, cancellationToken)
            ?? LineLog.Read(text)
            ?? DelimitedLog.Read(first.Path, text, cancellationToken)
            ?? throw LogText.Unreadable(first.Path, "is no log that DeepFix reads: neither a table with a header line, nor JSON with numbers by epoch or step");
    }

    private static LogTable? Json(string text, string path, List<string> notes, CancellationToken cancellationToken)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..]) return null;
        var reader = new JsonText(text, cancellationToken);
        DataNode? root = reader.Read();
        // A second object after the first makes it JSON lines; a document that breaks off was killed while it was written.
        if (root is null || (reader.Problem is not null && JsonLinesLog.Read(text, cancellationToken) is not null)) return null;
        LogTable? table = JsonLog.Read(root);
        if (table is not null && reader.Problem is { } problem) notes.Add(FormattableString.Invariant($"{path}, line {reader.Line}: {problem} What stands before it was read."));
        return table;
    }

    private static void RequireCurve(string name, ColumnRoles roles)
    {
        if (roles.Curves.Any(c => c.Logged > 0)) return;
        string columns = ColumnMap.Listed(roles.Table.Columns.Where(c => c.Logged > 0).Select(c => c.Name));
        string found = roles.Undecided.Count > 0
            ? $"it has several losses and none that is surely the whole one: {ColumnMap.Listed(roles.Undecided.Values.SelectMany(v => v))}"
            : $"none of its columns is known as a loss or an accuracy: {(columns.Length == 0 ? "there are none with numbers" : columns)}";
        throw new DeepFixException(
            ErrorCode.ArtifactNotFound,
            $"{name} was read as {roles.Table.Format}, but {found}.",
            "Name the column: --map train_loss=COLUMN, and --map val_loss=COLUMN where there is one; or give another file.");
    }
}
