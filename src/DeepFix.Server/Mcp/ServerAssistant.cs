using System.Text.Json;
using DeepFix.Api;
using DeepFix.Assistants;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Jobs;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Security;

namespace DeepFix.Server.Mcp;

/// <summary>What an assistant asks for, done by the services that answer requests over HTTP: the same rules, lists, limits and store. Nothing is remembered between calls.</summary>
/// <param name="services">The services.</param>
/// <param name="caller">Whose key it is.</param>
/// <param name="requestId">Id of the request.</param>
/// <param name="arrived">The clock's timestamp when it arrived.</param>
internal sealed class ServerAssistant(AssistantServices services, Caller caller, string requestId, long arrived) : IAssistantBackend
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50), LongestLook = TimeSpan.FromMilliseconds(500), LongestListing = TimeSpan.FromSeconds(30);

    public async Task<AssistantAnalysis> AnalyzeAsync(AnalysisRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        AnalysisRequest asked = request with { MlflowTrackingUri = Named(request.MlflowTrackingUri) };
        (AnalysisRequest read, TrackingLocation tracking) = services.Analyses.Read(JsonSerializer.SerializeToElement(asked, DeepFixJson.Default.AnalysisRequest));
        services.Analysis.RequireAllowed(read, tracking);
        await services.Jobs.TakeInAsync(requestId, caller, read);
        try
        {
            return await FindAsync(requestId, patience, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody knows its id: nobody could ask for its result.
            await services.Jobs.CancelAsync(requestId, caller, CancellationToken.None);
            throw;
        }
    }

    // The parameter is another request's id than this one's.
    Task<AssistantAnalysis> IAssistantBackend.FindAsync(string requestId, TimeSpan patience, CancellationToken cancellationToken) => FindAsync(requestId, patience, cancellationToken);

    public async Task<ComparisonResult> CompareAsync(ComparisonRequest request, CancellationToken cancellationToken)
    {
        ComparisonRequest asked = request with { Runs = [.. request.Runs.Select(r => r with { MlflowTrackingUri = Named(r.MlflowTrackingUri) })] };
        (ComparisonRequest read, IReadOnlyList<TrackingLocation> locations) = services.Comparisons.Read(JsonSerializer.SerializeToElement(asked, DeepFixJson.Default.ComparisonRequest));
        return await services.Comparison.RunAsync(read, locations, requestId, arrived, cancellationToken);
    }

    public async Task<KnowledgeResponse> AskAsync(KnowledgeQuery query, CancellationToken cancellationToken) => (await services.Answers.AskAsync(query, cancellationToken)).Answer;

    public async Task<IReadOnlyList<ListedRun>> ListRunsAsync(string? trackingUri, string? experiment, int most, CancellationToken cancellationToken)
    {
        TrackingLocation tracking = services.Analyses.RequireTracking(Named(trackingUri));
        if (tracking.Host is { } host) services.Hosts.Check(host);
        TimeSpan timeout = services.Limits.Timeout < LongestListing ? services.Limits.Timeout : LongestListing;
        return await RunListing.ReadAsync(tracking.Uri, services.Access.For(tracking.Host), experiment, most, timeout, cancellationToken);
    }

    /// <summary>The tracking server that was named, else the operator's only one.</summary>
    private string? Named(string? trackingUri) => trackingUri ?? (services.Options.Value.AllowedTrackingHosts is [var only] ? only : null);

    private async Task<AssistantAnalysis> FindAsync(string id, TimeSpan patience, CancellationToken cancellationToken)
    {
        long began = services.Time.GetTimestamp();
        TimeSpan pause = FirstLook;
        while (true)
        {
            Job job = await services.Jobs.FindAsync(id, caller, cancellationToken);
            if (job.IsFinished || services.Time.GetElapsedTime(began) >= patience)
                return new AssistantAnalysis(JobEndpoints.StatusOf(job), job.Result is { } result ? JsonSerializer.Deserialize(result, DeepFixJson.Plain.AnalysisResult) : null);
            await Task.Delay(pause, services.Time, cancellationToken);
            pause = pause * 2 < LongestLook ? pause * 2 : LongestLook;
        }
    }
}
