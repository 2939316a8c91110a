using DeepFix.Api;

namespace DeepFix.Server.Jobs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The job store ({Store}) is ready")]
    public static partial void StoreReady(this ILogger log, string store);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Workers did not stop in time; what they held will be taken up again")]
    public static partial void StillWorking(this ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId}: attempt {Attempt} was given up; its result is not kept")]
    public static partial void GivenUp(this ILogger log, string requestId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RequestId}: attempt {Attempt} failed with {Code}, there will be another")]
    public static partial void TriesAgain(this ILogger log, string requestId, ErrorCode code, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RequestId} waits for room on the disk, or for the store ({ExceptionType}); the attempt does not count")]
    public static partial void WaitsForRoom(this ILogger log, string requestId, string exceptionType);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId} failed with {ExceptionType}")]
    public static partial void Crashed(this ILogger log, string requestId, string exceptionType);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job store does not answer ({ExceptionType}); it is asked again")]
    public static partial void StoreAway(this ILogger log, string exceptionType);
}
