using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;

namespace DeepFix.Cli.Compare;

/// <summary>The whole comparison in this process.</summary>
internal sealed class LocalComparer(Terminal terminal) : IComparer
{
    public async Task<ComparisonResult> CompareAsync(IReadOnlyList<Subject> subjects, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(terminal, TimeProvider.System);
        progress.Begin(subjects.Count);
        try
        {
            Dictionary<string, Subject> byLabel = subjects.ToDictionary(s => s.Label, StringComparer.Ordinal);
            return await ComparisonAnalysis.Default.CompareAsync([.. subjects.Select(s => (s.Label, s.Source))], options, progress: id => progress.Of(byLabel[id]), cancellationToken: cancellationToken);
        }
        finally
        {
            progress.End();
        }
    }
}
