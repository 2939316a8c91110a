namespace DeepFix.Detectors.Training;

/// <summary>A point above the level around it.</summary>
/// <param name="Point">Its position.</param>
/// <param name="Value">Its value.</param>
/// <param name="Level">Running median there.</param>
/// <param name="Multiples">Height in standard deviations of the points around.</param>
/// <param name="OverOthers">Height over the third largest distance from the level among the points around.</param>
/// <param name="OverOthersRelative">The same with every distance over its own level.</param>
/// <param name="OverLevel">Height over the size of the level.</param>
/// <param name="OverFall">Height over the whole fall of the series.</param>
internal sealed record Excursion(int Point, double Value, double Level, double Multiples, double OverOthers, double OverOthersRelative, double OverLevel, double OverFall)
{
    /// <summary>How far it stands above the level.</summary>
    public double Height => Value - Level;

    /// <summary>Step of the point.</summary>
    public long Step { get; init; }

    /// <summary>Step of the point two before it.</summary>
    public long StepBefore { get; init; }
}
