namespace DeepFix.Agents;

/// <summary>One thing that curves or settings show, as the differential weighs it.</summary>
/// <param name="Name">Its name in the table of weights.</param>
/// <param name="Strength">How strongly it shows, on the scale on which it is weighed.</param>
/// <param name="Measured">The number behind it, as the run's artifacts give it; null where it comes from other findings or from a setting that was not declared.</param>
/// <param name="Words">The same for people.</param>
internal sealed record Sign(string Name, double Strength, Evidence? Measured, string Words);
