namespace DeepFix.Agents;

/// <summary>How much one sign weighs.</summary>
/// <param name="Name">The sign.</param>
/// <param name="Mean">Its mean over the labelled runs: what an unlogged sign counts as.</param>
/// <param name="Scale">Its standard deviation over the labelled runs.</param>
/// <param name="Weight">Change of the log odds for one standard deviation; its direction is given by the field's knowledge, not by the fit.</param>
public sealed record SignWeight(string Name, double Mean, double Scale, double Weight);
