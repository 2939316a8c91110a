namespace DeepFix.Client;

/// <summary>The DeepFix server answers, but cannot reach MLflow (<c>MLFLOW_CONNECTION_ERROR</c>), after all retries.</summary>
/// <param name="message">What happened, with MLflow's address.</param>
/// <param name="suggestion">What to do about it.</param>
public sealed class MlflowUnavailableException(string message, string suggestion) : AnalysisException(message, suggestion);
