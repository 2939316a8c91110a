using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Errors;
using DeepFix.Server.Security;
using Microsoft.AspNetCore.Diagnostics;

namespace DeepFix.Server.Idempotency;

/// <summary>One request under a key: the first is worked on, a repeat that comes meanwhile waits for its answer, a later one gets what was kept.</summary>
internal sealed class IdempotentRequests(KeptAnswers answers, IEnumerable<IExceptionHandler> failures, TimeProvider time)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Marks an answer that was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    private const int LongestKey = 255;

    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50), LongestLook = TimeSpan.FromMilliseconds(500);

    /// <summary>The key of a request that has one.</summary>
    public static string? KeyOf(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Headers.TryGetValue(Header, out var values) ? values.ToString() : null;

    /// <summary>Answers a request with a key.</summary>
    public async Task HandleAsync(HttpContext http, string key, RequestDelegate next)
    {
        if (key.Length is 0 or > LongestKey || !key.All(c => c is > ' ' and < (char)127)) throw Malformed(key);
        using MemoryStream body = await JsonBody.ReadAsync(http.Request, time, http.RequestAborted);
        string owner = http.Caller().Name, hash = Hash(http.Request, body), holder = RequestIds.New();
        body.Position = 0;
        http.Request.Body = body;
        TimeSpan pause = FirstLook;
        string? waitedFor = null;
        while (true)
        {
            KeptAnswer? kept = await answers.FindAsync(owner, key, http.RequestAborted);
            if (kept is { State: KeptAnswerState.Running or KeptAnswerState.Kept } && kept.BodyHash != hash) throw Conflict();
            bool isForUs = kept?.State == KeptAnswerState.Kept || (kept?.State == KeptAnswerState.Refused && kept.Holder == waitedFor);
            if (isForUs && kept?.Answer is { } answer)
            {
                await ReplayAsync(http, kept.RequestId, answer);
                return;
            }

            if (await answers.ClaimAsync(owner, key, hash, http.RequestId(), holder, http.RequestAborted) is { } requestId)
            {
                http.GoOnAs(requestId);
                await WorkAsync(http, new Holding(owner, key, holder), next);
                return;
            }

            waitedFor = kept?.Holder ?? waitedFor;
            await Task.Delay(pause, time, http.RequestAborted);
            pause = pause * 2 < LongestLook ? pause * 2 : LongestLook;
        }
    }

    private async Task WorkAsync(HttpContext http, Holding holding, RequestDelegate next)
    {
        Stream wire = http.Response.Body;
        using var buffer = new MemoryStream();
        http.Response.Body = buffer;
        using var over = new CancellationTokenSource();
        Task renewing = RenewAsync(holding, over.Token);
        bool isAnswered = false;
        try
        {
            await AnswerAsync(http, next);
            http.RequestAborted.ThrowIfCancellationRequested();
            var sent = new SentAnswer(http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.Location, http.Response.Headers.RetryAfter, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            await answers.AnswerAsync(holding.Owner, holding.Key, holding.Holder, sent, CancellationToken.None);
            isAnswered = true;
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
            http.Response.Body = wire;
            if (!isAnswered) await answers.ReleaseAsync(holding.Owner, holding.Key, holding.Holder, CancellationToken.None);
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(wire, http.RequestAborted);
    }

    /// <summary>A failure becomes its answer here already: those who wait are to read it too.</summary>
    private async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Headers.Clear();
            foreach (IExceptionHandler handler in failures)
            {
                if (await handler.TryHandleAsync(http, failure, http.RequestAborted)) return;
            }

            throw;
        }
    }

    private async Task RenewAsync(Holding holding, CancellationToken over)
    {
        using var timer = new PeriodicTimer(answers.Lease / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                try
                {
                    await answers.RenewAsync(holding.Owner, holding.Key, holding.Holder, over);
                }
                catch (DbException)
                {
                    // The store is away for a moment; the next renewal may still come in time.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // There is an answer.
        }
    }

    private static Task ReplayAsync(HttpContext http, string requestId, SentAnswer answer)
    {
        http.GoOnAs(requestId);
        HttpResponse response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null) response.Headers.Location = answer.Location;
        if (answer.RetryAfter is not null) response.Headers.RetryAfter = answer.RetryAfter;
        response.Headers[Replayed] = "true";
        return response.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static string Hash(HttpRequest request, MemoryStream body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.Path + "\n"));
        hash.AppendData(body.GetBuffer(), 0, (int)body.Length);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static DeepFixException Malformed(string key)
        => new Fault(Header, "must have 1 to 255 visible ASCII characters", SafeEcho.WithoutSecrets(key), "Send a new random id (a UUID) for each request, and the same one with each of its retries.").ToException();

    private static DeepFixException Conflict() => new(
        ErrorCode.IdempotencyConflict,
        "This Idempotency-Key came before, with another body.",
        "Send a new key with a new request; the same key only with the same body.",
        new JsonObject { ["header"] = Header });

    private sealed record Holding(string Owner, string Key, string Holder);
}
