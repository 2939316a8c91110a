namespace DeepFix.Tests;

/// <summary>Shapes of metrics, always the same for the same arguments.</summary>
internal static class Curves
{
    /// <summary>An exponential fall (or rise) from one level to another.</summary>
    public static double[] Fall(double from, double to, int points, double pace = 5)
        => [.. Enumerable.Range(0, points).Select(i => to + (from - to) * Math.Exp(-i / pace))];

    /// <summary>A straight line, both ends included.</summary>
    public static double[] Line(double from, double to, int points)
        => [.. Enumerable.Range(0, points).Select(i => points == 1 ? from : from + (to - from) * i / (points - 1))];

    /// <summary>Independent normal numbers around zero.</summary>
    public static double[] Normal(int points, double deviation, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, points).Select(_ => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>The same curve with independent noise on it.</summary>
    public static double[] Noisy(this double[] values, double deviation, int seed = 1) => values.Plus(Normal(values.Length, deviation, seed));

    /// <summary>Two curves, point by point.</summary>
    public static double[] Plus(this double[] values, double[] others) => [.. values.Zip(others, (a, b) => a + b)];

    /// <summary>One curve after another.</summary>
    public static double[] Then(this double[] values, double[] others) => [.. values, .. others];
}
