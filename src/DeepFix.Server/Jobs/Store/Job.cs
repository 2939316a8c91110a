using System.Data.Common;
using DeepFix.Api;

namespace DeepFix.Server.Jobs.Store;

/// <summary>An accepted request, as the store has it.</summary>
internal sealed record Job
{
    public const string Columns = "request_id, owner, run_id, request, state, attempt, handed_back, stage, progress, result, created_at, started_at, finished_at, expires_at, verdict";

    /// <summary>The same without the result, which may be long: for lists.</summary>
    public const string ColumnsOfLists = "request_id, owner, run_id, request, state, attempt, handed_back, stage, progress, NULL, created_at, started_at, finished_at, expires_at, verdict";

    private const string Expired = "expired";

    public required string RequestId { get; init; }

    public required string Owner { get; init; }

    public required string RunId { get; init; }

    /// <summary>The request as JSON; null once it is expired.</summary>
    public string? Request { get; init; }

    public required RequestState State { get; init; }

    /// <summary>Counts the times that a worker took it up; with the state, what a write has to find unchanged.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts that a server gave back when it was stopped: they do not count against the request.</summary>
    public int HandedBack { get; init; }

    public string? Stage { get; init; }

    public double Progress { get; init; }

    /// <summary>The result as JSON; null before there is one.</summary>
    public string? Result { get; init; }

    /// <summary>What the result comes to, in the words of the tag <c>deepfix.verdict</c>; null before there is one.</summary>
    public string? Verdict { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether its result is no longer kept; that it existed still is.</summary>
    public bool IsExpired { get; init; }

    public bool IsFinished => State is not (RequestState.Queued or RequestState.Running);

    /// <summary>The word that the store has for a state.</summary>
    public static string Word(RequestState state) => state switch
    {
        RequestState.Queued => "queued",
        RequestState.Running => "running",
        RequestState.Completed => "completed",
        RequestState.Partial => "partial",
        RequestState.Failed => "failed",
        _ => "cancelled",
    };

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static Job Read(DbDataReader row)
    {
        string state = row.GetString(4);
        return new Job
        {
            RequestId = row.GetString(0),
            Owner = row.GetString(1),
            RunId = row.GetString(2),
            Request = Text(row, 3),
            State = state == Expired ? RequestState.Completed : Enum.Parse<RequestState>(state, ignoreCase: true),
            IsExpired = state == Expired,
            Attempt = row.GetInt32(5),
            HandedBack = row.GetInt32(6),
            Stage = Text(row, 7),
            Progress = row.GetDouble(8),
            Result = Text(row, 9),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
            StartedAt = Time(row, 11),
            FinishedAt = Time(row, 12),
            ExpiresAt = Time(row, 13),
            Verdict = Text(row, 14),
        };
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
