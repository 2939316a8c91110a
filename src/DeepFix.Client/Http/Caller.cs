using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace DeepFix.Client.Http;

/// <summary>Sends calls and repeats them as <see cref="RetryConfig"/> says.</summary>
/// <remarks>The pipeline stands around the whole attempt, body and its reading included: a handler below HttpClient would take an answer for good whose body is cut or not ours.
/// A retried POST carries the same idempotency key, so that the server does the work once.</remarks>
internal sealed class Caller
{
    private static readonly ResiliencePropertyKey<Call> CallKey = new("call");
    private static readonly ResiliencePropertyKey<long?> AbsentSinceKey = new("absent since");
    private static readonly ResiliencePropertyKey<TimeSpan> WaitKey = new("wait");

    private readonly HttpClient _http;
    private readonly Uri _root;
    private readonly RetryConfig _retry;
    private readonly string? _apiKey;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ResiliencePipeline<Answer> _pipeline;

    public Caller(HttpClient http, Uri root, RetryConfig retry, string? apiKey, TimeProvider time, Random random)
    {
        (_http, _root, _retry, _apiKey, _time, _random) = (http, root, retry, apiKey, time, random);
        _pipeline = BuildPipeline();
    }

    /// <summary>The connections.</summary>
    public HttpClient Http => _http;

    /// <summary>Host and port, for messages.</summary>
    public string Server => _root.Authority;

    /// <summary>The last attempt's answer.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        string? key = call.Method == HttpMethod.Post ? Guid.NewGuid().ToString("N") : null;
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            return await _pipeline.ExecuteAsync(async (_, state) => await AttemptAsync(state.call, state.key, cancellationToken), context, (call, key));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<Answer> BuildPipeline()
    {
        var builder = new ResiliencePipelineBuilder<Answer> { TimeProvider = _time };
        if (_retry.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = _retry.MaxRetries,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } answer && answer.IsRetryable(_retry) && MayWait(args.Context, answer, args.AttemptNumber)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(args.Context.Properties.GetValue(WaitKey, TimeSpan.Zero)),
            });
        }

        return builder.Build();
    }

    /// <summary>Settles how long to wait. A wait that would outlast the call's deadline is not begun: it would hold the caller for nothing.</summary>
    private bool MayWait(ResilienceContext context, Answer answer, int attempt)
    {
        double random = _random.NextDouble();
        TimeSpan wait = answer.RetryAfter is { } asked ? RetryConfig.WithJitter(asked, random) : _retry.GetDelay(attempt, random);
        context.Properties.Set(WaitKey, wait);
        Call call = context.Properties.GetValue(CallKey, null!);
        return (call.Deadline is not { } deadline || wait < Left(deadline)) && (Absence(context, answer) is not { } absence || call.Patience is not { } patience || absence + wait < patience);
    }

    /// <summary>How long the server has been away: from the first of the attempts in a row that met nobody. Null where it answered: then it is there, whatever it said.</summary>
    private TimeSpan? Absence(ResilienceContext context, Answer answer)
    {
        long? since = answer.Fault is null ? null : context.Properties.GetValue(AbsentSinceKey, null) ?? answer.AbsentSince;
        context.Properties.Set(AbsentSinceKey, since);
        return since is { } start ? _time.GetElapsedTime(start) : null;
    }

    private async Task<Answer> AttemptAsync(Call call, string? key, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp(), absentSince = began;
        TimeSpan allowed = call.Deadline is { } deadline && Left(deadline) is var left && left < call.Timeout ? left : call.Timeout;
        using var limit = new CancellationTokenSource(allowed > TimeSpan.Zero ? allowed : TimeSpan.Zero, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = Request(call, key);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            absentSince = _time.GetTimestamp();
            if (call.Patience is { } patience && patience < allowed) limit.CancelAfter(patience);
            return await AnswerReader.ReadAsync(response, call, _time.GetUtcNow(), either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Answer { Fault = $"gave no whole answer within {Significant.Text(_time.GetElapsedTime(began).TotalSeconds, 2)} s", Cause = late, IsPastDeadline = allowed < call.Timeout && !(call.Deadline is { } end && Left(end) > TimeSpan.Zero), AbsentSince = absentSince };
        }
        catch (HttpRequestException broken)
        {
            return new Answer { Fault = $"does not answer: {broken.Message}", Cause = broken, AbsentSince = absentSince };
        }
        catch (IOException broken)
        {
            return new Answer { Fault = $"broke off within its answer: {broken.Message}", Cause = broken, AbsentSince = absentSince };
        }
    }

    private HttpRequestMessage Request(Call call, string? key)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_root, call.Path));
        request.Headers.Accept.ParseAdd("application/json");
        if (_apiKey is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _apiKey);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (call.PrefersAsync) request.Headers.Add("Prefer", "respond-async");
        if (call.Body is null) return request;
        request.Content = new ByteArrayContent(call.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    private TimeSpan Left(long deadline) => _time.GetElapsedTime(_time.GetTimestamp(), deadline);
}
