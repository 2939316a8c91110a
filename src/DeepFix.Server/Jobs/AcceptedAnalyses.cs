using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Errors;
using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Security;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs;

/// <summary>Takes analyses in that are worked on after the answer. Accepted means durable: the answer goes out once the request is in the store.</summary>
internal sealed class AcceptedAnalyses(JobStore store, JobQueue queue, RunningJobs running, AnalysisSlots slots, IOptions<ServerOptions> options)
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
        await TakeInAsync(requestId, http.Caller(), request);
        http.Response.Headers[AsyncPreference.Applied] = AsyncPreference.Token;
        http.Response.Headers.Location = Urls(http, requestId).Status;
        return Unfinished(http, requestId, RequestState.Queued);
    }

    /// <summary>Takes a request in: when this returns, it is in the store.</summary>
    /// <exception cref="DeepFixException">RATE_LIMIT_EXCEEDED: the queue is full.</exception>
    public async Task TakeInAsync(string requestId, Caller caller, AnalysisRequest request)
    {
        int places = options.Value.Jobs.MaxQueued - slots.Waiting;
        // From here on the caller's hanging up changes nothing: half accepted is not a state.
        bool isAccepted = await store.AcceptAsync(requestId, caller.Name, request.RunId!, JsonSerializer.Serialize(request, DeepFixJson.Default.AnalysisRequest), places, CancellationToken.None);
        if (!isAccepted) throw slots.Full(options.Value.Jobs.MaxQueued);
        queue.Enqueue(requestId);
    }

    /// <summary>A request of this caller.</summary>
    /// <exception cref="DeepFixException">REQUEST_NOT_FOUND or REQUEST_EXPIRED.</exception>
    public async Task<Job> FindAsync(string requestId, Caller caller, CancellationToken cancellationToken)
    {
        Job job = await store.FindAsync(requestId, caller.Name, cancellationToken)
            ?? throw new DeepFixException(ErrorCode.RequestNotFound, "There is no such request.", "Use the request_id of a 202 answer, with the API key that asked.", new JsonObject { ["request_id"] = SafeEcho.WithoutSecrets(requestId) });
        return job.IsExpired
            ? throw new DeepFixException(ErrorCode.RequestExpired, "The result of this request is no longer kept.", "Send the analysis again: the same run gives the same result.", new JsonObject { ["request_id"] = job.RequestId })
            : job;
    }

    /// <summary>Cancels a request of this caller that has not ended.</summary>
    /// <returns>Whether it was there to be cancelled.</returns>
    public async Task<bool> CancelAsync(string requestId, Caller caller, CancellationToken cancellationToken)
    {
        bool isCancelled = await store.CancelAsync(requestId, caller.Name, cancellationToken);
        if (isCancelled) running.Stop(requestId);
        return isCancelled;
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
