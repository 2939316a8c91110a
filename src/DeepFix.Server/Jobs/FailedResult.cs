using System.Globalization;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Jobs.Store;

namespace DeepFix.Server.Jobs;

/// <summary>The result of a request that has none: of status failed, with the error that a waiting caller would have got.</summary>
internal static class FailedResult
{
    /// <summary>Of a failure.</summary>
    public static AnalysisResult Of(Job job, DeepFixException failure, DateTimeOffset now) => new()
    {
        RequestId = job.RequestId,
        RunId = job.RunId,
        Status = AnalysisStatus.Failed,
        Summary = $"There is no result: {failure.Message}",
        ExecutionTime = job.StartedAt is { } began ? Math.Max(0, (now - began).TotalSeconds) : 0,
        Timestamp = now,
        Error = failure.ToResponse(now),
    };

    /// <summary>Of a request whose every attempt broke off without a word.</summary>
    public static AnalysisResult Exhausted(Job job, DateTimeOffset now) => Of(
        job,
        new DeepFixException(
            ErrorCode.InternalServerError,
            string.Create(CultureInfo.InvariantCulture, $"The analysis was begun {JobStore.MaxAttempts} times, and each time the server that worked on it ended before it."),
            "Send the request again. If this happens again, whoever runs the server should look for what ends it (its memory limit, most often) and for a run of unusual size.",
            new JsonObject { ["request_id"] = job.RequestId }),
        now);
}
