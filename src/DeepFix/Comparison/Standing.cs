namespace DeepFix.Comparison;

/// <summary>Where a run stands in the metric that decides.</summary>
/// <param name="Run">The run.</param>
/// <param name="Value">Its level, in the metric's unit.</param>
/// <param name="Score">The same on the common scale.</param>
/// <param name="Variance">Of the score: between repeats, of the end of the curve, of the validation rows.</param>
internal sealed record Standing(RunToCompare Run, double Value, double Score, double Variance);
