using DeepFix.Api;

namespace DeepFix.Server.Analysis;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} {Status} after {Seconds} s")]
    public static partial void Analyzed(this ILogger log, string requestId, AnalysisStatus status, double seconds);
}
