using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>Asks a DeepFix server.</summary>
internal sealed class ServerAnalyst(DeepFixServer server, string trackingUri, AnalysisOptions options, AnalysisContext? context) : IAnalyst, IDisposable
{
    private const string Path = "api/v1/analyze";

    public async Task<(AnalysisResult Result, string? Name)> AnalyzeAsync(Subject subject, IProgress<AnalysisStage> progress, CancellationToken cancellationToken)
    {
        progress.Report(new AnalysisStage("asking", 0, server.Authority));
        return (await server.PostAsync(Path, Request(subject), DeepFixJson.Default.AnalysisRequest, DeepFixJson.Default.AnalysisResult, cancellationToken), null);
    }

    /// <summary>Hands an analysis over whose result is asked for later.</summary>
    public Task<AcceptedRequest> SubmitAsync(Subject subject, CancellationToken cancellationToken)
        => server.PostAsync(Path + "?mode=async", Request(subject), DeepFixJson.Default.AnalysisRequest, DeepFixJson.Default.AcceptedRequest, cancellationToken);

    public void Dispose() => server.Dispose();

    private AnalysisRequest Request(Subject subject) => new() { RunId = subject.Label, MlflowTrackingUri = trackingUri, AnalysisOptions = options, Context = context };
}
