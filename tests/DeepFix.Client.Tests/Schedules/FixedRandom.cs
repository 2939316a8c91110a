namespace DeepFix.Client.Tests.Schedules;

/// <summary>Gives the same number at every draw.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
