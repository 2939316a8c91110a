using DeepFix.Api;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Several trainings stacked in one table, told apart by a column such as <c>version</c> or <c>fold</c>: no curve of one run.</summary>
internal static class SeveralRuns
{
    private static readonly HashSet<string> Names = new(["version", "run", "run_id", "run_name", "runid", "fold", "kfold", "cv_fold", "trial", "trial_id", "seed", "experiment", "model", "model_name", "exp"], StringComparer.Ordinal);

    /// <exception cref="DeepFixException">The table holds several runs.</exception>
    public static void Refuse(string path, IReadOnlyList<LogColumn> columns, WordColumns words)
    {
        LogColumn? index = columns.FirstOrDefault(c => ColumnRoles.IsIndex(c.Name));
        if (index is null) return;
        foreach (LogColumn column in columns.Where(c => Names.Contains(c.Name.Trim().ToLowerInvariant())))
            Refuse(path, column.Name, [.. column.Values.Select(v => Significant.Text(v, 12))], index);
        foreach (string name in words.Names.Where(n => Names.Contains(n.Trim().ToLowerInvariant()))) Refuse(path, name, words.Of(name), index);
    }

    // A column that changes as training goes on (a model's stage) tells no runs apart: their steps begin again.
    private static void Refuse(string path, string name, string[] run, LogColumn index)
    {
        string[] runs = [.. run.Distinct(StringComparer.Ordinal)];
        if (runs.Length < 2 || runs.Length > run.Length / 2) return;
        bool again = false;
        for (int i = 1; i < run.Length; i++) again |= run[i] != run[i - 1] && index.Values[i] <= index.Values[i - 1];
        if (!again) return;
        string shown = string.Join(", ", runs.Take(6).Select(r => r.Length > 30 ? r[..30] + "…" : r)) + (runs.Length > 6 ? ", …" : "");
        throw new DeepFixException(
            ErrorCode.ArtifactNotFound,
            FormattableString.Invariant($"{path} holds {runs.Length} runs one below the other ({name}: {shown}); their rows are no course of one training."),
            $"Write the rows of one {name} to a file of its own and give that.");
    }
}
