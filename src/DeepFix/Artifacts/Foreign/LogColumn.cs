using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>The numbers of one column, one for every row; a cell that was not logged holds <see cref="Missing"/>.</summary>
internal sealed record LogColumn(string Name, double[] Values)
{
    /// <summary>A cell that was not logged, apart from a logged NaN.</summary>
    public static double Missing => CsvColumn.Missing;

    /// <summary>Cells with a number, NaN and infinities included.</summary>
    public int Logged { get; } = Values.Count(IsLogged);

    public bool Has(int row) => IsLogged(Values[row]);

    public static bool IsLogged(double value) => !CsvColumn.IsMissing(value);
}
