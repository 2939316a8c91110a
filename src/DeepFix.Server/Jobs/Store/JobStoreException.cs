namespace DeepFix.Server.Jobs.Store;

/// <summary>The job store cannot be used. The message says what to do and is for whoever runs the server.</summary>
internal sealed class JobStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
