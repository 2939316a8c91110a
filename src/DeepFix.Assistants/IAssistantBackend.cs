using DeepFix.Api;
using DeepFix.Fetch;

namespace DeepFix.Assistants;

/// <summary>Who does the work that the tools ask for: the server on behalf of a caller, or the command line on its user's machine. Each decides what may be read.</summary>
/// <remarks>Whatever cannot be done is a <see cref="DeepFixException"/>; a caller that gives up is an <see cref="OperationCanceledException"/>.</remarks>
public interface IAssistantBackend
{
    /// <summary>Takes an analysis in and waits a while for it. One that the caller gives up before its id is known is stopped.</summary>
    /// <param name="request">What to analyse; without a tracking URI, the only one that there is.</param>
    /// <param name="patience">How long to wait for its end.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<AssistantAnalysis> AnalyzeAsync(AnalysisRequest request, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Finds an analysis of this caller and waits a while for its end.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<AssistantAnalysis> FindAsync(string requestId, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Compares runs.</summary>
    /// <param name="request">The runs; without a tracking URI, in the only one that there is.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<ComparisonResult> CompareAsync(ComparisonRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the knowledge base.</summary>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<KnowledgeResponse> AskAsync(KnowledgeQuery query, CancellationToken cancellationToken);

    /// <summary>Lists runs, the newest first.</summary>
    /// <param name="trackingUri">The tracking server or store; null: the only one that there is.</param>
    /// <param name="experiment">Name or id of an experiment; null: all active ones.</param>
    /// <param name="most">Runs at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<IReadOnlyList<ListedRun>> ListRunsAsync(string? trackingUri, string? experiment, int most, CancellationToken cancellationToken);
}
