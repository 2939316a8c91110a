using System.Data.Common;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs.Store;

/// <summary>Accepted requests and their results. Whoever writes says which state and attempt they found: a worker that was given up and wakes late changes nothing.</summary>
internal sealed class JobStore(JobDatabase database, IOptions<ServerOptions> options, TimeProvider time)
{
    /// <summary>Attempts after which a request that never ends has failed.</summary>
    public const int MaxAttempts = 3;

    /// <summary>How long it is still known that a request was there, once its result is gone.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private JobOptions Options => options.Value.Jobs;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Lease => Now + (long)(Options.LeaseSeconds * 1000);

    private long Expiry => Now + (long)TimeSpan.FromHours(Options.KeepHours).TotalMilliseconds;

    /// <summary>Takes a request in, unless the queue is full. The same request id a second time changes nothing.</summary>
    /// <returns>Whether it is in the store.</returns>
    public Task<bool> AcceptAsync(string requestId, string owner, string runId, string request, int mostQueued, CancellationToken cancellationToken)
        => database.ExclusivelyAsync(async connection =>
        {
            await using DbCommand insert = JobDatabase.Command(
                connection,
                """
                INSERT INTO deepfix_jobs (request_id, owner, run_id, request, state, attempt, handed_back, progress, created_at, due_at)
                SELECT @id, @owner, @run, @request, 'queued', 0, 0, 0, @now, @now
                WHERE (SELECT COUNT(*) FROM deepfix_jobs WHERE state = 'queued') < @limit
                ON CONFLICT (request_id) DO NOTHING
                """,
                ("id", requestId), ("owner", owner), ("run", runId), ("request", request), ("now", Now), ("limit", mostQueued));
            if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1) return true;
            await using DbCommand known = JobDatabase.Command(connection, "SELECT 1 FROM deepfix_jobs WHERE request_id = @id", ("id", requestId));
            return await known.ExecuteScalarAsync(cancellationToken) is not null;
        }, cancellationToken);

    /// <summary>A request of this owner; null where there is none, or where it is somebody else's.</summary>
    public async Task<Job?> FindAsync(string requestId, string owner, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync($"SELECT {Job.Columns} FROM deepfix_jobs WHERE request_id = @id AND owner = @owner", Job.Read, cancellationToken, ("id", requestId), ("owner", owner));
        Job? job = found.SingleOrDefault();
        return job is { ExpiresAt: { } end } && end <= time.GetUtcNow() ? job with { IsExpired = true } : job;
    }

    /// <summary>This owner's requests without their results: those under way first, then the newest.</summary>
    public Task<IReadOnlyList<Job>> ListAsync(string owner, int most, CancellationToken cancellationToken)
        => database.QueryAsync(
            $"""
            SELECT {Job.ColumnsOfLists} FROM deepfix_jobs WHERE owner = @owner AND state <> 'expired' AND (expires_at IS NULL OR expires_at > @now)
            ORDER BY CASE WHEN state IN ('queued', 'running') THEN 0 ELSE 1 END, created_at DESC LIMIT @most
            """,
            Job.Read, cancellationToken, ("owner", owner), ("now", Now), ("most", most));

    /// <summary>This owner's requests for some runs without their results, the newest first; cancelled ones are left out.</summary>
    public Task<IReadOnlyList<Job>> OfRunsAsync(string owner, IReadOnlyList<string> runIds, CancellationToken cancellationToken)
    {
        if (runIds.Count == 0) return Task.FromResult<IReadOnlyList<Job>>([]);
        (string Name, object? Value)[] ids = [.. runIds.Select((id, i) => (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"run{i}"), (object?)id))];
        return database.QueryAsync(
            $"""
            SELECT {Job.ColumnsOfLists} FROM deepfix_jobs
            WHERE owner = @owner AND run_id IN ({string.Join(", ", ids.Select(id => "@" + id.Name))}) AND state NOT IN ('expired', 'cancelled') AND (expires_at IS NULL OR expires_at > @now)
            ORDER BY created_at DESC LIMIT 1000
            """,
            Job.Read, cancellationToken, [("owner", owner), ("now", Now), .. ids]);
    }

    /// <summary>How many wait.</summary>
    public async Task<int> CountQueuedAsync(CancellationToken cancellationToken)
        => (int)(await database.QueryAsync("SELECT COUNT(*) FROM deepfix_jobs WHERE state = 'queued'", row => row.GetInt64(0), cancellationToken)).Single();

    /// <summary>Takes a request up: one that is due, or one whose worker gave no sign of life.</summary>
    /// <returns>The request, with its new attempt; null where another worker has it or it has ended.</returns>
    public async Task<Job?> ClaimAsync(string requestId, CancellationToken cancellationToken)
        => (await database.QueryAsync(
            $"""
            UPDATE deepfix_jobs SET state = 'running', attempt = attempt + 1, stage = NULL, progress = 0, started_at = COALESCE(started_at, @now), due_at = @lease
            WHERE request_id = @id AND state IN ('queued', 'running') AND due_at <= @now AND attempt - handed_back < @most
            RETURNING {Job.Columns}
            """,
            Job.Read, cancellationToken, ("id", requestId), ("now", Now), ("lease", Lease), ("most", MaxAttempts))).SingleOrDefault();

    /// <summary>Says that this attempt is alive, and how far.</summary>
    /// <returns>Whether it is still this attempt's to work on.</returns>
    public async Task<bool> PulseAsync(Job job, string? stage, double progress, CancellationToken cancellationToken)
        => await database.ExecuteAsync(
            "UPDATE deepfix_jobs SET due_at = @lease, stage = @stage, progress = @progress WHERE request_id = @id AND state = 'running' AND attempt = @attempt",
            cancellationToken, ("id", job.RequestId), ("attempt", job.Attempt), ("lease", Lease), ("stage", stage), ("progress", progress)) == 1;

    /// <summary>Writes the result, once.</summary>
    /// <returns>Whether it was written: false where the request was cancelled, or another attempt has it.</returns>
    /// <param name="job">The attempt.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="result">The result as JSON.</param>
    /// <param name="verdict">What it comes to, in one word.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<bool> FinishAsync(Job job, RequestState state, string result, string verdict, CancellationToken cancellationToken)
        => await database.ExecuteAsync(
            """
            UPDATE deepfix_jobs SET state = @state, result = @result, verdict = @verdict, stage = 'done', progress = 1, finished_at = @now, expires_at = @expiry
            WHERE request_id = @id AND state = 'running' AND attempt = @attempt
            """,
            cancellationToken, ("id", job.RequestId), ("attempt", job.Attempt), ("state", Job.Word(state)), ("result", result), ("verdict", verdict), ("now", Now), ("expiry", Expiry)) == 1;

    /// <summary>Puts a request back into the queue.</summary>
    /// <param name="job">The attempt that ends here.</param>
    /// <param name="delay">How long it waits at least.</param>
    /// <param name="counts">Whether the attempt counts against the request: not where the server is being stopped.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task<int> PutBackAsync(Job job, TimeSpan delay, bool counts, CancellationToken cancellationToken)
        => database.ExecuteAsync(
            "UPDATE deepfix_jobs SET state = 'queued', stage = NULL, progress = 0, due_at = @due, handed_back = handed_back + @back WHERE request_id = @id AND state = 'running' AND attempt = @attempt",
            cancellationToken, ("id", job.RequestId), ("attempt", job.Attempt), ("due", Now + (long)delay.TotalMilliseconds), ("back", counts ? 0 : 1));

    /// <summary>Cancels a request that has not ended.</summary>
    /// <returns>Whether it was there to be cancelled.</returns>
    public async Task<bool> CancelAsync(string requestId, string owner, CancellationToken cancellationToken)
        => await database.ExecuteAsync(
            "UPDATE deepfix_jobs SET state = 'cancelled', finished_at = @now, expires_at = @expiry WHERE request_id = @id AND owner = @owner AND state IN ('queued', 'running')",
            cancellationToken, ("id", requestId), ("owner", owner), ("now", Now), ("expiry", Expiry)) == 1;

    /// <summary>Ids of requests that somebody should take up, the oldest first.</summary>
    public Task<IReadOnlyList<string>> DueAsync(CancellationToken cancellationToken)
        => database.QueryAsync(
            "SELECT request_id FROM deepfix_jobs WHERE state IN ('queued', 'running') AND due_at <= @now AND attempt - handed_back < @most ORDER BY created_at LIMIT 500",
            row => row.GetString(0), cancellationToken, ("now", Now), ("most", MaxAttempts));

    /// <summary>Requests whose last attempt gave no sign of life.</summary>
    public Task<IReadOnlyList<Job>> ExhaustedAsync(CancellationToken cancellationToken)
        => database.QueryAsync($"SELECT {Job.Columns} FROM deepfix_jobs WHERE state = 'running' AND due_at <= @now AND attempt - handed_back >= @most", Job.Read, cancellationToken, ("now", Now), ("most", MaxAttempts));

    /// <summary>Makes everything that is marked as running due: for whoever knows that nobody else works on it.</summary>
    public Task<int> TakeOverAsync(CancellationToken cancellationToken)
        => database.ExecuteAsync("UPDATE deepfix_jobs SET due_at = 0 WHERE state = 'running'", cancellationToken);

    /// <summary>Drops results whose time is over, and in the end the memory of them.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        await database.ExecuteAsync("UPDATE deepfix_jobs SET state = 'expired', request = NULL, result = NULL WHERE expires_at <= @now AND state <> 'expired'", cancellationToken, ("now", Now));
        await database.ExecuteAsync("DELETE FROM deepfix_jobs WHERE state = 'expired' AND expires_at <= @forgotten", cancellationToken, ("forgotten", Now - (long)Remembered.TotalMilliseconds));
    }
}
