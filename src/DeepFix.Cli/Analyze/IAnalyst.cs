using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>Analyses one run: here, or on a server.</summary>
internal interface IAnalyst
{
    /// <returns>The result and the run's name, where it came to be known.</returns>
    Task<(AnalysisResult Result, string? Name)> AnalyzeAsync(Subject subject, IProgress<AnalysisStage> progress, CancellationToken cancellationToken);
}
