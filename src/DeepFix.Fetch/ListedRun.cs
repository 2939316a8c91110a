using DeepFix.Mlflow;

namespace DeepFix.Fetch;

/// <summary>A run in a list.</summary>
/// <param name="Run">The run.</param>
/// <param name="ExperimentName">Name of its experiment.</param>
public sealed record ListedRun(Run Run, string ExperimentName);
