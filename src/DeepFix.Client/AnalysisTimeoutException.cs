namespace DeepFix.Client;

/// <summary>The time was over first: of waiting for an accepted analysis (it goes on; <see cref="AnalysisException.RequestId"/> finds it later), of the analysis itself, or of the call.</summary>
/// <param name="message">What took too long.</param>
/// <param name="suggestion">What to do about it.</param>
/// <param name="innerException">The last failure before, if any.</param>
public sealed class AnalysisTimeoutException(string message, string suggestion, Exception? innerException = null) : AnalysisException(message, suggestion, innerException);
