namespace DeepFix.Server.Knowledge;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The second level of the knowledge cache does not answer ({ExceptionType}): answers are computed and kept on this server until it does. See that Redis runs and that DeepFix:Knowledge:RedisConnectionString names it")]
    public static partial void SecondLevelAway(this ILogger log, string exceptionType);

    [LoggerMessage(Level = LogLevel.Information, Message = "The second level of the knowledge cache answers again")]
    public static partial void SecondLevelBack(this ILogger log);
}
