using DeepFix.Verification.Maths;

namespace DeepFix.Verification.Measures;

/// <summary>A point above the level around it.</summary>
/// <param name="Point">Which point.</param>
/// <param name="Level">The running median there.</param>
/// <param name="Height">How far above.</param>
/// <param name="Multiples">The same in standard deviations of the points around.</param>
/// <param name="OverOthers">The same over the third largest distance from the level around.</param>
/// <param name="OverOthersOfLevel">Likewise, where each distance counts as a share of its level.</param>
internal sealed record Jump(int Point, double Level, double Height, double Multiples, double OverOthers, double OverOthersOfLevel)
{
    private const double Normal = 1.482602218505602;

    /// <summary>All points that lie above their level by something, and the fall of the level.</summary>
    public static (List<Jump> Jumps, double Fall) All(double[] values)
    {
        int reach = Math.Clamp(values.Length / 25, 2, 25), wide = Math.Max(16, 3 * reach);
        double[] level = Plain.RunningMedian(values, reach), distance = [.. values.Select((v, i) => Math.Abs(v - level[i]))], share = [.. distance.Select((d, i) => level[i] == 0 ? 0 : d / Math.Abs(level[i]))];
        double fall = Math.Max(values[0], level[0]) - level.Min();
        List<Jump> jumps = [];
        for (int i = 1; i < values.Length - 2 && fall > 0; i++)
        {
            double height = values[i] - level[i];
            int[] near = [.. Enumerable.Range(Math.Max(0, i - wide), Math.Min(values.Length - 1, i + wide) - Math.Max(0, i - wide) + 1).Where(j => Math.Abs(j - i) > reach)];
            double[] around = [.. near.Select(j => distance[j]).Order()];
            if (!(height > 0.01 * fall) || !(height > 0.01 * Math.Abs(level[i])) || around.Length < 4) continue;
            // A median passes through some of the points: their distance of 0 says nothing.
            double deviation = around.Any(d => d != 0) ? Normal * Plain.Median([.. around.Where(d => d != 0)]) : 0;
            jumps.Add(new Jump(i, level[i], height, Ratio(height, deviation), Ratio(height, around[^3]), Ratio(share[i], near.Select(j => share[j]).OrderDescending().ElementAt(2))));
        }

        return (jumps, fall);
    }

    public static double Ratio(double height, double scale) => scale > 0 ? Math.Min(height / scale, 1e6) : 1e6;
}
