using Microsoft.Extensions.Logging;

namespace DeepFix.Knowledge.Dense;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Vectors of {Items} items, {Dimensions} numbers each, are ready")]
    public static partial void Ready(this ILogger log, int items, int dimensions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The vectors of the items cannot be computed ({Reason}): the knowledge base is searched by words alone, and it is tried again")]
    public static partial void NotPrepared(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The vectors of the items cannot be kept ({ExceptionType}): they are computed anew at the next start")]
    public static partial void NotKept(this ILogger log, string exceptionType);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embedding model failed ({Reason}): the knowledge base is searched by words alone for a while")]
    public static partial void Failed(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedding model answers again")]
    public static partial void Back(this ILogger log);
}
