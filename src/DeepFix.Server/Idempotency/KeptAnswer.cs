using System.Data.Common;

namespace DeepFix.Server.Idempotency;

/// <summary>What stands under an idempotency key.</summary>
/// <param name="BodyHash">Of the request that was sent under it.</param>
/// <param name="RequestId">Its id.</param>
/// <param name="Holder">Who works on it, or did last.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Answer">The answer; null while there is none.</param>
internal sealed record KeptAnswer(string BodyHash, string RequestId, string Holder, KeptAnswerState State, SentAnswer? Answer)
{
    public const string Columns = "body_hash, request_id, holder, state, status, content_type, location, retry_after, body";

    public static KeptAnswer Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        Enum.Parse<KeptAnswerState>(row.GetString(3), ignoreCase: true),
        row.IsDBNull(4) ? null : new SentAnswer(row.GetInt32(4), Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8) ?? ""));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
