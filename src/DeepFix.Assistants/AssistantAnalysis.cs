using DeepFix.Api;

namespace DeepFix.Assistants;

/// <summary>An analysis that was asked for, and its result once there is one.</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Result">The result; null before its end, and where it was cancelled.</param>
public sealed record AssistantAnalysis(RequestStatus Status, AnalysisResult? Result);
