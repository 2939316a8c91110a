namespace DeepFix.Artifacts.Reading;

/// <summary>A table of numbers read from CSV.</summary>
/// <param name="Path">Path of the file within the run.</param>
/// <param name="Columns">Columns with different names, in order.</param>
/// <param name="RowCount">Rows below the header.</param>
/// <param name="Lines">Line of every row, counted from 1.</param>
internal sealed record CsvTable(string Path, IReadOnlyList<CsvColumn> Columns, int RowCount, int[] Lines);
