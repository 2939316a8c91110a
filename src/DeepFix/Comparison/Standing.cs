namespace DeepFix.Comparison;

/// <summary>Where a run stands in the metric that decides.</summary>
/// <param name="Run">The run.</param>
/// <param name="Value">Its level, in the metric's unit.</param>
/// <param name="Score">The same on the common scale.</param>
/// <param name="OwnVariance">Of the score: of the end of the curve, and of the validation rows.</param>
/// <param name="Group">Number of the group of runs that repeat each other.</param>
internal sealed record Standing(RunToCompare Run, double Value, double Score, double OwnVariance, int Group);
