using DeepFix.Api;

namespace DeepFix.Client;

/// <summary>A DeepFix server refused, an analysis failed, or no answer came. <see cref="Exception.Message"/> says what, <see cref="Suggestion"/> what to do about it.</summary>
/// <param name="message">What happened.</param>
/// <param name="suggestion">What to do about it.</param>
/// <param name="innerException">The cause, if any.</param>
public class AnalysisException(string message, string suggestion, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What to do about it: the server's own words, where it answered.</summary>
    public string Suggestion => suggestion;

    /// <summary>The code that the server answered (<c>RUN_NOT_FOUND</c>, …); null where no answer of its own came.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The whole answer of the server; null where none of its own came.</summary>
    public ErrorResponse? Response { get; init; }

    /// <summary>Id of the accepted request that it is about; null where none was accepted.</summary>
    public string? RequestId { get; init; }
}
