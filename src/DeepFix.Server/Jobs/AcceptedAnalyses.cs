using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Errors;
using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Security;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs;

/// <summary>Takes analyses in that are worked on after the answer. Accepted means durable: the answer goes out once the request is in the store.</summary>
internal sealed class AcceptedAnalyses(JobStore store, JobQueue queue, AnalysisSlots slots, IOptions<ServerOptions> options)
{
    /// <summary>Seconds after which to ask for the first time: most analyses are over by then.</summary>
    private const string FirstLook = "1";

    /// <summary>How many analyses wait in the store, on all replicas.</summary>
    public Task<int> CountQueuedAsync(CancellationToken cancellationToken) => store.CountQueuedAsync(cancellationToken);

    /// <summary>Takes a request in and answers 202.</summary>
    /// <exception cref="DeepFixException">RATE_LIMIT_EXCEEDED: the queue is full.</exception>
    public async Task<IResult> AcceptAsync(HttpContext http, AnalysisRequest request)
    {
        string requestId = http.RequestId();
        int places = options.Value.Jobs.MaxQueued - slots.Waiting;
        // From here on the caller's hanging up changes nothing: half accepted is not a state.
        bool isAccepted = await store.AcceptAsync(requestId, http.Caller().Name, request.RunId!, JsonSerializer.Serialize(request, DeepFixJson.Default.AnalysisRequest), places, CancellationToken.None);
        if (!isAccepted) throw slots.Full(options.Value.Jobs.MaxQueued);
        queue.Enqueue(requestId);
        http.Response.Headers[AsyncPreference.Applied] = AsyncPreference.Token;
        http.Response.Headers.Location = Urls(http, requestId).Status;
        return Unfinished(http, requestId, RequestState.Queued);
    }

    /// <summary>The answer where the result is not there yet.</summary>
    public static IResult Unfinished(HttpContext http, string requestId, RequestState state)
    {
        http.Response.Headers.RetryAfter = FirstLook;
        (string status, string result) = Urls(http, requestId);
        var accepted = new AcceptedRequest { RequestId = requestId, Status = state, StatusUrl = status, ResultUrl = result };
        return TypedResults.Json(accepted, DeepFixJson.Plain.AcceptedRequest, contentType: "application/json", statusCode: StatusCodes.Status202Accepted);
    }

    private static (string Status, string Result) Urls(HttpContext http, string requestId)
        => ($"{http.Request.PathBase}/api/v1/status/{requestId}", $"{http.Request.PathBase}/api/v1/result/{requestId}");
}
