using DeepFix.Api;

namespace DeepFix.Server.Analysis;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Agent} was given up when its time was over; if it does not end by itself it keeps a thread")]
    public static partial void GaveUp(this ILogger log, string agent);

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} {Status} after {Seconds} s")]
    public static partial void Analyzed(this ILogger log, string requestId, AnalysisStatus status, double seconds);
}
