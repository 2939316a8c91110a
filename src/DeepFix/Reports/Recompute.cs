namespace DeepFix.Reports;

/// <summary>The commands that compute a report again. A name that a shell could misread is replaced by a placeholder.</summary>
internal static class Recompute
{
    public static IReadOnlyList<string> Commands(ReportContent content)
    {
        string run = IsQuotable(content.Result.RunId) ? content.Result.RunId : "RUN";
        string from = content.Where is { } where && IsQuotable(where) ? $"{run} --tracking-uri {where}" : run;
        return [$"deepfix analyze {from} --format json > report.json", $"deepfix verify report.json --run {from}"];
    }

    /// <summary>Whether a shell takes a name as it stands.</summary>
    public static bool IsQuotable(string text) => text.Length is > 0 and < 300 && text[0] != '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':');
}
