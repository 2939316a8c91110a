using System.Text.Json;
using DeepFix.Api;
using DeepFix.Client.Http;

namespace DeepFix.Client;

/// <summary>Asks a DeepFix server. Safe to use from many threads; every method can be cancelled, and throws <see cref="AnalysisException"/> or one of its kinds for whatever goes wrong.</summary>
public sealed class DeepFixClient : IDisposable
{
    private readonly DeepFixClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Caller _caller;
    private readonly HttpClient? _ownHttp;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="serverUrl">Address of the server.</param>
    /// <param name="apiKey">API key, where the server asks for one; null = environment variable <c>DEEPFIX_API_KEY</c>.</param>
    public DeepFixClient(string serverUrl = DeepFixClientOptions.DefaultServerUrl, string? apiKey = null)
        : this(new DeepFixClientOptions { ServerUrl = serverUrl, ApiKey = apiKey })
    {
    }

    /// <summary>A client with connections of its own.</summary>
    /// <param name="options">Where the server is, and how patient to be.</param>
    public DeepFixClient(DeepFixClientOptions options)
        : this(Connections.NewClient(options), options)
    {
        _ownHttp = _caller.Http;
    }

    /// <summary>A client over connections that somebody else keeps, as IHttpClientFactory does. They must not follow redirects, nor time out before the client does.</summary>
    /// <param name="http">The connections.</param>
    /// <param name="options">Where the server is, and how patient to be.</param>
    /// <param name="time">The clock; null = the system's.</param>
    /// <param name="random">Where the random part of waits comes from; null = <see cref="Random.Shared"/>.</param>
    /// <exception cref="ArgumentException">The address is not one of http or https.</exception>
    public DeepFixClient(HttpClient http, DeepFixClientOptions options, TimeProvider? time = null, Random? random = null)
    {
        (_options, _time) = (options, time ?? TimeProvider.System);
        _caller = new Caller(http, Connections.Root(options), options.Retry, Connections.ApiKey(options), _time, random ?? Random.Shared);
    }

    /// <summary>Address of the server.</summary>
    public string ServerUrl => _options.ServerUrl;

    /// <summary>Analyses a run and waits for the result.</summary>
    /// <param name="runId">Id of the MLflow run.</param>
    /// <param name="mlflowTrackingUri">Where MLflow is, as the server reaches it.</param>
    /// <param name="options">What to look at, and for how long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<AnalysisResult> AnalyzeAsync(string runId, string mlflowTrackingUri, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
        => AnalyzeAsync(new AnalysisRequest { RunId = runId, MlflowTrackingUri = mlflowTrackingUri, AnalysisOptions = options ?? new AnalysisOptions() }, cancellationToken);

    /// <summary>Analyses a run and waits for the result.</summary>
    /// <param name="request">The run, what to look at, and what is known of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result, completed or partial.</returns>
    /// <exception cref="ValidationException">The request is malformed; nothing was sent.</exception>
    /// <exception cref="ServerUnavailableException">No connection, or no answer of a DeepFix server, after all retries.</exception>
    /// <exception cref="MlflowUnavailableException">The server cannot reach MLflow, after all retries.</exception>
    /// <exception cref="AnalysisTimeoutException">Not one agent finished within the analysis time, after all retries.</exception>
    /// <exception cref="AnalysisException">Any other refusal.</exception>
    public Task<AnalysisResult> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellationToken = default) => AnalyzeAsync(request, within: null, patience: null, cancellationToken);

    /// <summary>The same, with an end for everything: attempts, waits, and asking after it.</summary>
    internal async Task<AnalysisResult> AnalyzeAsync(AnalysisRequest request, TimeSpan? within, TimeSpan? patience, CancellationToken cancellationToken)
    {
        long? deadline = Deadline(within);
        AcceptedAnalysis answer = await PostAnalysisAsync(request, prefersAsync: false, deadline, patience, cancellationToken);
        return answer.Result is { } result ? Whole(result) : await new Polling(this, _time, _options.Polling).WaitAsync(answer, deadline, progress: null, cancellationToken);
    }

    /// <summary>Asks for an analysis without waiting for it.</summary>
    /// <param name="request">The run, what to look at, and what is known of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What finds the result later; a server that only answers at once has answered.</returns>
    public Task<AcceptedAnalysis> SubmitAsync(AnalysisRequest request, CancellationToken cancellationToken = default) => PostAnalysisAsync(request, prefersAsync: true, deadline: null, patience: null, cancellationToken);

    /// <summary>The same, with an end for everything and for waiting on a server that is away.</summary>
    internal Task<AcceptedAnalysis> SubmitAsync(AnalysisRequest request, TimeSpan within, TimeSpan patience, CancellationToken cancellationToken) => PostAnalysisAsync(request, prefersAsync: true, Deadline(within), patience, cancellationToken);

    /// <summary>Waits for an accepted analysis.</summary>
    /// <param name="accepted">What <see cref="SubmitAsync(AnalysisRequest, CancellationToken)"/> gave.</param>
    /// <param name="polling">How often to ask; null = as the client's options say.</param>
    /// <param name="progress">Told each state.</param>
    /// <param name="cancellationToken">Gives up waiting; the analysis goes on.</param>
    /// <exception cref="AnalysisTimeoutException">The waiting time was over; the analysis goes on.</exception>
    /// <exception cref="AnalysisException">It failed, was cancelled, or is not known.</exception>
    public Task<AnalysisResult> WaitAsync(AcceptedAnalysis accepted, PollingConfig? polling = null, IProgress<RequestStatus>? progress = null, CancellationToken cancellationToken = default)
        => accepted.Result is { } result ? Task.FromResult(Whole(result)) : new Polling(this, _time, polling ?? _options.Polling).WaitAsync(accepted, deadline: null, progress, cancellationToken);

    /// <summary>Waits for an accepted analysis, by its id.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="polling">How often to ask; null = as the client's options say.</param>
    /// <param name="progress">Told each state.</param>
    /// <param name="cancellationToken">Gives up waiting; the analysis goes on.</param>
    public Task<AnalysisResult> WaitAsync(string requestId, PollingConfig? polling = null, IProgress<RequestStatus>? progress = null, CancellationToken cancellationToken = default)
        => WaitAsync(new AcceptedAnalysis { RequestId = requestId }, polling, progress, cancellationToken);

    /// <summary>How far an accepted analysis is.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RequestStatus> GetStatusAsync(string requestId, CancellationToken cancellationToken = default)
        => (await StatusAsync(requestId, deadline: null, cancellationToken)).Status;

    /// <summary>The result of an accepted analysis.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AnalysisException">There is none: not yet (<see cref="AnalysisException.IsTransient"/>), not any more, or it failed or was cancelled.</exception>
    public async Task<AnalysisResult> GetResultAsync(string requestId, CancellationToken cancellationToken = default)
    {
        object answer = await SendAsync(Get($"api/v1/result/{RequestRules.RequestId(requestId)}", ReadResult), cancellationToken);
        return answer is AnalysisResult result
            ? Whole(result)
            : throw new AnalysisException($"The analysis {requestId} is not finished.", "Ask again later, or wait for it.") { IsTransient = true, RequestId = requestId };
    }

    /// <summary>Cancels an accepted analysis.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AnalysisException">It is finished, or not known.</exception>
    public Task CancelAsync(string requestId, CancellationToken cancellationToken = default)
        => SendAsync(new Call(HttpMethod.Delete, $"api/v1/analyze/{RequestRules.RequestId(requestId)}", static (status, _) => status is 200 or 202 or 204 ? "" : null) { Timeout = _options.RequestTimeout }, cancellationToken);

    /// <summary>Compares runs: what separates them, and what of it explains that some are better.</summary>
    /// <param name="request">The runs, 2 to 100.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ComparisonResult> CompareAsync(ComparisonRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(request);
        var call = new Call(HttpMethod.Post, "api/v1/compare", static (status, body) => status == 200 ? JsonSerializer.Deserialize(body, DeepFixJson.Default.ComparisonResult) : null)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(request, DeepFixJson.Default.ComparisonRequest),
            Timeout = TimeSpan.FromSeconds(request.MaxAnalysisTime) + _options.AnalysisGrace,
        };
        return (ComparisonResult)await SendAsync(call, cancellationToken);
    }

    /// <summary>Compares runs of one tracking server.</summary>
    /// <param name="runIds">Ids of the runs, 2 to 100.</param>
    /// <param name="mlflowTrackingUri">Where MLflow is, as the server reaches it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComparisonResult> CompareAsync(IEnumerable<string> runIds, string mlflowTrackingUri, CancellationToken cancellationToken = default)
        => CompareAsync(new ComparisonRequest { Runs = [.. runIds.Select(id => new RunReference { RunId = id, MlflowTrackingUri = mlflowTrackingUri })] }, cancellationToken);

    /// <summary>Asks the knowledge base.</summary>
    /// <param name="query">The question, in words or keywords.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<KnowledgeResponse> QueryKnowledgeAsync(string query, CancellationToken cancellationToken = default) => QueryKnowledgeAsync(new KnowledgeQuery { Query = query }, cancellationToken);

    /// <summary>Asks the knowledge base.</summary>
    /// <param name="query">The question, and what kind of answer is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<KnowledgeResponse> QueryKnowledgeAsync(KnowledgeQuery query, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(query);
        var call = new Call(HttpMethod.Post, "api/v1/knowledge/query", static (status, body) => status == 200 ? JsonSerializer.Deserialize(body, DeepFixJson.Default.KnowledgeResponse) : null)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(query, DeepFixJson.Default.KnowledgeQuery),
            Timeout = _options.RequestTimeout,
        };
        return (KnowledgeResponse)await SendAsync(call, cancellationToken);
    }

    /// <summary>Why no DeepFix server answers a short question, however often it is asked within some time; null where one does.</summary>
    internal async Task<AnalysisException?> ProbeAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        Answer answer = await _caller.SendAsync(new Call(HttpMethod.Get, "health/live", static (status, _) => status == 200 ? "" : null) { Timeout = within / 2, Deadline = Deadline(within) }, cancellationToken);
        if (answer.Value is not null) return null;
        return Refusals.Of(_caller.Server, answer with { IsPastDeadline = false }, _options.Retry);
    }

    /// <summary>The state, and how long to wait before it is asked again.</summary>
    internal async Task<(RequestStatus Status, TimeSpan? RetryAfter)> StatusAsync(string requestId, long? deadline, CancellationToken cancellationToken)
    {
        Answer answer = await AnswerAsync(Get($"api/v1/status/{RequestRules.RequestId(requestId)}", ReadStatus) with { Deadline = deadline }, cancellationToken);
        return ((RequestStatus)answer.Value!, answer.RetryAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => _ownHttp?.Dispose();

    private async Task<AcceptedAnalysis> PostAnalysisAsync(AnalysisRequest request, bool prefersAsync, long? deadline, TimeSpan? patience, CancellationToken cancellationToken)
    {
        RequestRules.Check(request);
        var call = new Call(HttpMethod.Post, "api/v1/analyze", ReadAnalysis)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(request, DeepFixJson.Default.AnalysisRequest),
            PrefersAsync = prefersAsync,
            Timeout = TimeSpan.FromSeconds(request.AnalysisOptions.MaxAnalysisTime) + _options.AnalysisGrace,
            Deadline = deadline,
            Patience = patience,
        };
        Answer answer = await AnswerAsync(call, cancellationToken);
        return answer.Value is AnalysisResult result
            ? new AcceptedAnalysis { RequestId = result.RequestId, Result = result }
            : new AcceptedAnalysis { RequestId = ((AcceptedRequest)answer.Value!).RequestId, RetryAfter = answer.RetryAfter };
    }

    private static object? ReadAnalysis(int status, byte[] body) => status switch
    {
        200 => JsonSerializer.Deserialize(body, DeepFixJson.Default.AnalysisResult),
        202 => JsonSerializer.Deserialize(body, DeepFixJson.Default.AcceptedRequest),
        _ => null,
    };

    private static object? ReadStatus(int status, byte[] body) => status == 200 ? JsonSerializer.Deserialize(body, DeepFixJson.Default.RequestStatus) : null;

    private static object? ReadResult(int status, byte[] body) => status switch
    {
        200 => JsonSerializer.Deserialize(body, DeepFixJson.Default.AnalysisResult),
        202 => "",
        _ => null,
    };

    private static AnalysisResult Whole(AnalysisResult result) => result.Status == AnalysisStatus.Failed ? throw Refusals.OfFailed(result) : result;

    private Call Get(string path, Func<int, byte[], object?> read) => new(HttpMethod.Get, path, read) { Timeout = _options.RequestTimeout };

    private async Task<object> SendAsync(Call call, CancellationToken cancellationToken) => (await AnswerAsync(call, cancellationToken)).Value!;

    private async Task<Answer> AnswerAsync(Call call, CancellationToken cancellationToken)
    {
        Answer answer = await _caller.SendAsync(call, cancellationToken);
        return answer.Value is not null ? answer : throw Refusals.Of(_caller.Server, answer, _options.Retry);
    }

    private long? Deadline(TimeSpan? within) => within is { } span ? _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency) : null;
}
