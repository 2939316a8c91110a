namespace DeepFix.Api;

/// <summary>What an action brought in measured runs of the same pattern.</summary>
/// <param name="Metric">What it is measured in.</param>
/// <param name="Low">Lower end of the middle half of what it brought.</param>
/// <param name="High">Upper end.</param>
/// <param name="Helped">In how many of the runs it helped.</param>
/// <param name="OfRuns">How many runs were measured.</param>
public sealed record ExpectedEffect(string Metric, double Low, double High, int Helped, int OfRuns);
