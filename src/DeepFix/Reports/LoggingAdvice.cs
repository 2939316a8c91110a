using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>What could not be judged, and what to log so that it can be next time.</summary>
/// <param name="ToLog">What to log; null where nothing would help.</param>
/// <param name="Unjudged">Titles and reasons.</param>
internal sealed record LoggingAdvice(string? ToLog, IReadOnlyList<(string Title, string Because)> Unjudged)
{
    /// <summary>What makes most judgeable comes first.</summary>
    public static IReadOnlyList<LoggingAdvice> Of(IReadOnlyList<NotAssessed> all)
        => [.. all.GroupBy(n => n.LogToEnable is { Length: > 0 } log ? log : null, StringComparer.Ordinal)
            .OrderBy(g => g.Key is null).ThenByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new LoggingAdvice(g.Key, [.. g.Select(n => (CodePages.TitleOf(n.Code), n.Because))]))];

    /// <summary>The reason, where all have the same.</summary>
    public string? CommonReason => Unjudged.Select(u => u.Because).Distinct(StringComparer.Ordinal).Count() == 1 ? Unjudged[0].Because : null;
}
