using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Fetch;

namespace DeepFix.Cli.Analyze;

/// <summary>The whole job in this process.</summary>
internal sealed class LocalAnalyst(AnalysisOptions options, AnalysisContext? context) : IAnalyst
{
    public async Task<(AnalysisResult Result, string? Name)> AnalyzeAsync(Subject subject, IProgress<AnalysisStage> progress, CancellationToken cancellationToken)
    {
        var source = new NamedSource(subject.Source);
        AnalysisResult result = await RunAnalysis.Default.AnalyzeAsync(source, options, context, progress: progress, cancellationToken: cancellationToken);
        return (result, source.Name);
    }
}
