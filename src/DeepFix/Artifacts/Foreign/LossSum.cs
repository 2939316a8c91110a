namespace DeepFix.Artifacts.Foreign;

/// <summary>The sum of a loss that was logged in parts.</summary>
internal static class LossSum
{
    /// <summary>The sum on every row that has all parts.</summary>
    public static LogColumn Of(string name, IReadOnlyList<LogColumn> parts, int rows)
    {
        double[] sum = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            if (parts.All(p => p.Has(row))) foreach (LogColumn part in parts) sum[row] += part.Values[row];
            else sum[row] = LogColumn.Missing;
        }

        return new LogColumn(name, sum);
    }
}
