using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>What the report of a comparison says, in its order and with its ids (R1 a run, E1 an explanation), before it is written as HTML or Markdown.</summary>
internal sealed class ComparisonContent
{
    /// <summary>Changes told at most.</summary>
    public const int MostChanges = 60;

    private const int MostValues = 8;
    private const int MostIds = 12;
    private const int MaxValue = 60;

    private readonly Dictionary<string, string> _ids;

    public ComparisonContent(ComparisonResult result)
    {
        Result = result;
        Runs = [.. ComparisonText.Ordered(result).Select((r, i) => new NumberedRun(string.Create(CultureInfo.InvariantCulture, $"R{i + 1}"), r))];
        _ids = Runs.DistinctBy(r => r.Run.RunId, StringComparer.Ordinal).ToDictionary(r => r.Run.RunId, r => r.Id, StringComparer.Ordinal);
    }

    public ComparisonResult Result { get; }

    /// <summary>Best first.</summary>
    public IReadOnlyList<NumberedRun> Runs { get; }

    public string Title => Result.Metric is { } metric ? $"Comparison by {SafeText.Line(metric)}" : "Comparison of runs";

    /// <summary>Metrics that more than one run has at its end, the one that decides first.</summary>
    public IReadOnlyList<string> Metrics
        => [.. Result.Runs.SelectMany(r => r.Metrics.Keys).GroupBy(m => m, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).OrderBy(m => m != Result.Metric).ThenBy(m => m, StringComparer.Ordinal)];

    /// <summary>Codes that were found in any run, with the runs that have them: the gravest of all first.</summary>
    public IReadOnlyList<(string Code, IReadOnlyList<(NumberedRun Run, Finding Finding)> In)> Findings
        => [.. Runs.SelectMany(r => r.Run.Findings.Select(f => (Run: r, Finding: f)))
            .Where(f => f.Finding.Severity > Severity.Low)
            .GroupBy(f => f.Finding.Code, StringComparer.Ordinal)
            .OrderByDescending(g => g.Max(f => f.Finding.Severity)).ThenByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, (IReadOnlyList<(NumberedRun, Finding)>)[.. g.DistinctBy(f => f.Run.Id, StringComparer.Ordinal)]))];

    /// <summary>The report's id of a run.</summary>
    public string IdOf(string runId) => _ids.GetValueOrDefault(runId, SafeText.Line(runId));

    /// <summary>Values of a change with the runs that have each, those of the best run first; at most a few.</summary>
    public IReadOnlyList<(string Value, string Runs)> ValuesOf(Change change)
    {
        (string Value, string[] Ids)[] values = [.. Runs.GroupBy(r => change.Values.GetValueOrDefault(r.Run.RunId, "not declared"), StringComparer.Ordinal).Select(g => (Cut(g.Key), g.Select(r => r.Id).ToArray()))];
        return [.. values.Take(MostValues).Select(v => (v.Value, Listed(v.Ids))), .. values.Length > MostValues ? [("…", "other values in other runs")] : Array.Empty<(string, string)>()];
    }

    /// <summary>A setting's value, or that there is none.</summary>
    public static string Said(string? value) => value is null ? "not declared" : Cut(value);

    /// <summary>The first ids of many.</summary>
    public static string Listed(IReadOnlyList<string> ids) => string.Join(", ", ids.Take(MostIds)) + (ids.Count > MostIds ? " and others" : "");

    /// <summary>The command that compares the same runs again.</summary>
    public string Command
    {
        get
        {
            string[] ids = [.. Result.Runs.Select(r => r.RunId)];
            if (ids.Length > MostIds || !Array.TrueForAll(ids, Recompute.IsQuotable)) ids = ["RUN", "RUN…"];
            string baseline = Result.Reference is { } reference && ids.Contains(reference, StringComparer.Ordinal) ? $" --baseline {reference}" : "";
            string metric = Result.Metric is { } name && Recompute.IsQuotable(name) ? $" --metric {name}" : "";
            return $"deepfix compare {string.Join(' ', ids)}{baseline}{metric} --format json";
        }
    }

    /// <summary>Where the comparison comes from.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts
        => [.. new[]
        {
            ("engine", SafeText.Line(Result.EngineVersion)),
            ("request", SafeText.Line(Result.RequestId)),
            ("computed", Result.Timestamp == default ? "" : Result.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
        }.Where(f => f.Item2.Length > 0).Select(f => KeyValuePair.Create(f.Item1, f.Item2))];

    private static string Cut(string value)
    {
        string line = SafeText.Line(value);
        return line.Length <= MaxValue ? line : line[..(MaxValue - 1)] + "…";
    }
}
