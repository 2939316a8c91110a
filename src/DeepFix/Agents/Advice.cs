using DeepFix.Api;

namespace DeepFix.Agents;

/// <summary>What the advisor says: the plan.</summary>
/// <param name="Plan">Actions, most promising first; empty for a healthy run.</param>
public sealed record Advice(IReadOnlyList<PlannedAction> Plan);
