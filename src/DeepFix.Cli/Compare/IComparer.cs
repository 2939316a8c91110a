using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;

namespace DeepFix.Cli.Compare;

/// <summary>Compares runs: here, or on a server.</summary>
internal interface IComparer
{
    Task<ComparisonResult> CompareAsync(IReadOnlyList<Subject> subjects, ComparisonOptions options, CancellationToken cancellationToken);
}
