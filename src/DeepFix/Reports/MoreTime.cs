using System.Globalization;
using System.Text.RegularExpressions;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>What to ask for when an analysis ran out of time.</summary>
public static partial class MoreTime
{
    /// <summary>Twice the time that was too short, within what may be asked for; null where the most was asked for already.</summary>
    /// <param name="seconds">The time that was too short.</param>
    public static double? After(double seconds)
        => seconds < AnalysisOptions.MaxAnalysisTimeAllowed ? Math.Clamp(Math.Ceiling(seconds * 2), AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed) : null;

    /// <summary>A sentence for a result whose agents ran out of time; empty where none did.</summary>
    public static string Advice(AnalysisResult result)
        => result.Warnings.Select(w => Warning.Match(w)).FirstOrDefault(m => m.Success) is { } timedOut ? Sentence(double.Parse(timedOut.Groups["seconds"].Value, CultureInfo.InvariantCulture)) : "";

    /// <summary>What to do after an analysis that ran out of time.</summary>
    /// <param name="seconds">The time that was too short.</param>
    public static string Sentence(double seconds)
        => After(seconds) is { } more
            ? $"Try max_analysis_time = {Significant.Text(more)} (seconds; at the command line --max-analysis-time {Significant.Text(more)})."
            : $"{Significant.Text(seconds)} s is the longest analysis there is: log metrics once an epoch instead of once a step.";

    [GeneratedRegex(@"^Analysis timed out after (?<seconds>\d{1,6}(\.\d{1,6})?)s$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Warning { get; }
}
