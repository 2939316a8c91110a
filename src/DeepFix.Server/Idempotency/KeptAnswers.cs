using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Idempotency;

/// <summary>Answers under idempotency keys, for all replicas.</summary>
internal sealed class KeptAnswers(JobDatabase database, IOptions<ServerOptions> options, TimeProvider time)
{
    /// <summary>How long those who waited can still read why they get nothing.</summary>
    private static readonly TimeSpan RefusalsStay = TimeSpan.FromMinutes(5);

    private JobOptions Options => options.Value.Jobs;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The time after which a holder without a sign of life counts as dead.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(Options.LeaseSeconds);

    /// <summary>Takes a key, where nobody has it or its holder is dead. Of a dead holder the request id is taken over: what it accepted under that id is not accepted twice.</summary>
    /// <returns>The request id to go on with; null where the key is taken.</returns>
    public async Task<string?> ClaimAsync(string owner, string key, string bodyHash, string requestId, string holder, CancellationToken cancellationToken)
        => (await database.QueryAsync(
            """
            INSERT INTO deepfix_answers (owner, idempotency_key, body_hash, request_id, holder, state, due_at, expires_at)
            VALUES (@owner, @key, @hash, @id, @holder, 'running', @due, @expiry)
            ON CONFLICT (owner, idempotency_key) DO UPDATE SET
                body_hash = excluded.body_hash, holder = excluded.holder, state = 'running', due_at = excluded.due_at, expires_at = excluded.expires_at,
                request_id = CASE WHEN deepfix_answers.state = 'running' AND deepfix_answers.expires_at > @now THEN deepfix_answers.request_id ELSE excluded.request_id END,
                status = NULL, content_type = NULL, location = NULL, retry_after = NULL, body = NULL
            WHERE deepfix_answers.expires_at <= @now
                OR deepfix_answers.state IN ('refused', 'released')
                OR (deepfix_answers.state = 'running' AND deepfix_answers.due_at <= @now AND deepfix_answers.body_hash = excluded.body_hash)
            RETURNING request_id
            """,
            row => row.GetString(0), cancellationToken,
            ("owner", owner), ("key", key), ("hash", bodyHash), ("id", requestId), ("holder", holder), ("now", Now), ("due", Now + (long)Lease.TotalMilliseconds), ("expiry", KeptUntil()))).SingleOrDefault();

    /// <summary>What stands under a key; null where nothing does.</summary>
    public async Task<KeptAnswer?> FindAsync(string owner, string key, CancellationToken cancellationToken)
        => (await database.QueryAsync(
            $"SELECT {KeptAnswer.Columns} FROM deepfix_answers WHERE owner = @owner AND idempotency_key = @key AND expires_at > @now",
            KeptAnswer.Read, cancellationToken, ("owner", owner), ("key", key), ("now", Now))).SingleOrDefault();

    /// <summary>Says that the holder is alive.</summary>
    public Task<int> RenewAsync(string owner, string key, string holder, CancellationToken cancellationToken)
        => database.ExecuteAsync(
            "UPDATE deepfix_answers SET due_at = @due WHERE owner = @owner AND idempotency_key = @key AND holder = @holder AND state = 'running'",
            cancellationToken, ("owner", owner), ("key", key), ("holder", holder), ("due", Now + (long)Lease.TotalMilliseconds));

    /// <summary>Puts the answer down: to keep, or for those who wait.</summary>
    public Task<int> AnswerAsync(string owner, string key, string holder, SentAnswer answer, CancellationToken cancellationToken)
        => database.ExecuteAsync(
            """
            UPDATE deepfix_answers SET state = @state, status = @status, content_type = @type, location = @location, retry_after = @retry, body = @body, expires_at = @expiry
            WHERE owner = @owner AND idempotency_key = @key AND holder = @holder AND state = 'running'
            """,
            cancellationToken,
            ("owner", owner), ("key", key), ("holder", holder), ("state", answer.IsWell ? "kept" : "refused"), ("status", answer.Status), ("type", answer.ContentType),
            ("location", answer.Location), ("retry", answer.RetryAfter), ("body", answer.Body), ("expiry", answer.IsWell ? KeptUntil() : Now + (long)RefusalsStay.TotalMilliseconds));

    /// <summary>Lets go of a key without an answer.</summary>
    public Task<int> ReleaseAsync(string owner, string key, string holder, CancellationToken cancellationToken)
        => database.ExecuteAsync(
            "UPDATE deepfix_answers SET state = 'released', expires_at = @expiry WHERE owner = @owner AND idempotency_key = @key AND holder = @holder AND state = 'running'",
            cancellationToken, ("owner", owner), ("key", key), ("holder", holder), ("expiry", Now + (long)RefusalsStay.TotalMilliseconds));

    /// <summary>Drops answers whose time is over.</summary>
    public Task<int> ExpireAsync(CancellationToken cancellationToken)
        => database.ExecuteAsync("DELETE FROM deepfix_answers WHERE expires_at <= @now", cancellationToken, ("now", Now));

    private long KeptUntil() => Now + (long)TimeSpan.FromHours(Options.KeepHours).TotalMilliseconds;
}
