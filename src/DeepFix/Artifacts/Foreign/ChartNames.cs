using DeepFix.Api;

namespace DeepFix.Artifacts.Foreign;

/// <summary>The names of a Weights &amp; Biases chart export: "run - metric", and its smallest and largest beside it (<c>__MIN</c>, <c>__MAX</c>).</summary>
internal static class ChartNames
{
    private const string Between = " - ";

    /// <summary>The table under the metrics' own names, where all are of one run.</summary>
    /// <exception cref="DeepFixException">The export holds several runs.</exception>
    public static LogTable Plain(LogTable table)
    {
        if (!table.Columns.Any(c => c.Name.EndsWith("__MIN", StringComparison.Ordinal) || c.Name.EndsWith("__MAX", StringComparison.Ordinal))) return table;
        LogColumn[] columns = [.. table.Columns.Where(c => !c.Name.EndsWith("__MIN", StringComparison.Ordinal) && !c.Name.EndsWith("__MAX", StringComparison.Ordinal))];
        string[] runs = [.. columns.Where(c => c.Name.Contains(Between, StringComparison.Ordinal)).Select(c => c.Name[..c.Name.LastIndexOf(Between, StringComparison.Ordinal)]).Where(r => r.Length > 0).Distinct(StringComparer.Ordinal)];
        if (runs.Length > 1)
        {
            throw new DeepFixException(
                ErrorCode.ArtifactNotFound,
                FormattableString.Invariant($"The chart export holds {runs.Length} runs: {ColumnMap.Listed(runs)}."),
                "Export one run, or the run's history.");
        }

        return table with { Columns = [.. columns.Select(c => runs is [var run] && c.Name.StartsWith(run + Between, StringComparison.Ordinal) ? c with { Name = c.Name[(run.Length + Between.Length)..] } : c)] };
    }
}
