using DeepFix.Api;
using DeepFix.Assistants;
using DeepFix.Fetch;

namespace DeepFix.Server.Tests.Mcp;

/// <summary>Answers as it is told to, and remembers what it was asked.</summary>
internal sealed class FakeBackend : IAssistantBackend
{
    public AnalysisResult? Result { get; init; }

    public RequestState State { get; init; } = RequestState.Completed;

    public ComparisonResult? Comparison { get; init; }

    public KnowledgeResponse? Knowledge { get; init; }

    public IReadOnlyList<ListedRun> Runs { get; init; } = [];

    public Exception? Failure { get; init; }

    public List<object?> Asked { get; } = [];

    public Task<AssistantAnalysis> AnalyzeAsync(AnalysisRequest request, TimeSpan patience, CancellationToken cancellationToken) => Answer(request, Analysis(request.RunId!));

    public Task<AssistantAnalysis> FindAsync(string requestId, TimeSpan patience, CancellationToken cancellationToken) => Answer(requestId, Analysis("run"));

    public Task<ComparisonResult> CompareAsync(ComparisonRequest request, CancellationToken cancellationToken) => Answer(request, Comparison!);

    public Task<KnowledgeResponse> AskAsync(KnowledgeQuery query, CancellationToken cancellationToken) => Answer(query, Knowledge!);

    public Task<IReadOnlyList<ListedRun>> ListRunsAsync(string? trackingUri, string? experiment, int most, CancellationToken cancellationToken) => Answer((trackingUri, experiment, most), Runs);

    private Task<T> Answer<T>(object asked, T answer)
    {
        Asked.Add(asked);
        return Failure is null ? Task.FromResult(answer) : Task.FromException<T>(Failure);
    }

    private AssistantAnalysis Analysis(string runId)
        => new(new RequestStatus { RequestId = "req_1", RunId = runId, Status = State, Stage = "fetching", Progress = 0.25 }, Result);
}
