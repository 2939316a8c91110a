using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>Asks a DeepFix server.</summary>
internal sealed class ServerAnalyst(DeepFixServer server, string trackingUri, AnalysisOptions options, AnalysisContext? context) : IAnalyst, IDisposable
{
    public async Task<(AnalysisResult Result, string? Name)> AnalyzeAsync(Subject subject, IProgress<AnalysisStage> progress, CancellationToken cancellationToken)
    {
        progress.Report(new AnalysisStage("asking", 0, server.Authority));
        var request = new AnalysisRequest { RunId = subject.Label, MlflowTrackingUri = trackingUri, AnalysisOptions = options, Context = context };
        return (await server.PostAsync("api/v1/analyze", request, DeepFixJson.Default.AnalysisRequest, DeepFixJson.Default.AnalysisResult, cancellationToken), null);
    }

    public void Dispose() => server.Dispose();
}
