namespace DeepFix.Client;

/// <summary>After all retries there is no connection to the DeepFix server, or what answers is not one.</summary>
/// <param name="message">What happened, with the server's address.</param>
/// <param name="suggestion">What to do about it.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class ServerUnavailableException(string message, string suggestion, Exception? innerException = null) : AnalysisException(message, suggestion, innerException);
