using DeepFix.Api;

namespace DeepFix.Server.Errors;

/// <summary>What is logged of failures: no URI, no host, and a stack only at Debug.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} refused: {Code}")]
    public static partial void Refused(this ILogger log, string requestId, ErrorCode code);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId} failed with {ExceptionType}; its stack is logged at Debug")]
    public static partial void Failed(this ILogger log, string requestId, string exceptionType);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{RequestId} failed here")]
    public static partial void FailedWhere(this ILogger log, string requestId, Exception failure);
}
