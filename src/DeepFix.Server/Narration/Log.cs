namespace DeepFix.Server.Narration;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The language model failed: {ExceptionType}")]
    public static partial void Failed(this ILogger log, string exceptionType);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The language model worded {Used} texts; {Refused} were refused")]
    public static partial void Worded(this ILogger log, int used, int refused);
}
