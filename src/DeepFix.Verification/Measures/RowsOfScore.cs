using System.Globalization;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>On how many rows an accuracy was measured, and whose rate was logged.</summary>
internal static class RowsOfScore
{
    private const int MostRows = 10_000;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("validation rows declared beyond or short of those in whose parts val_accuracy moves", Beyond),
        One("optimisers whose rate was logged and that are not the declared one", Other),
    ];

    private static Recomputed? Beyond(RawRun run, Stated stated)
    {
        if (run.ValRows is not (> 0 and var declared) || run.Metrics.Find("val_accuracy") is not { } accuracy) return null;
        double[] shares = [.. accuracy.Points.Select(p => p.Value).Where(v => v > 0 && v < 1).Distinct()];
        if (shares.Length < 6) return null;
        int[] decimals = [.. shares.Select(Decimals).Order()];
        double half = 0.51 * Math.Pow(10, -decimals[decimals.Length / 2]);
        for (int rows = 2; rows <= Math.Min(MostRows, 0.005 / half); rows++)
        {
            if (IsPartOf(shares, rows, half)) return new(rows % declared == 0 || Possible(run, declared).Any(p => IsPartOf(shares, p, half)) ? 0 : Math.Abs(declared - rows));
        }

        return null;
    }

    private static IEnumerable<double> Possible(RawRun run, double declared)
    {
        yield return declared;
        foreach (double part in (double[])[2, 4, 8]) yield return Math.Ceiling(declared / part) * part;
        if (run.Parameters.BatchSize is not (> 0 and var batch)) yield break;
        yield return Math.Ceiling(declared / batch) * batch;
        if (declared >= batch) yield return Math.Floor(declared / batch) * batch;
    }

    private static bool IsPartOf(double[] shares, double rows, double half) => Array.TrueForAll(shares, s => Math.Abs((s * rows) - Math.Round(s * rows)) <= half * rows);

    private static int Decimals(double value)
        => Enumerable.Range(0, 12).FirstOrDefault(d => value * Math.Pow(10, d) is var scaled && Math.Abs(scaled - Math.Round(scaled)) <= 1e-9 * Math.Max(1, Math.Abs(scaled)), 12);

    private static Recomputed? Other(RawRun run, Stated stated)
    {
        if (run.Metrics.Find("learning_rate")?.RecordedAs is not { } recorded || !recorded.StartsWith("lr-", true, CultureInfo.InvariantCulture) || run.Parameters.Optimizer.Length == 0) return null;
        string logged = new([.. recorded[3..].TakeWhile(char.IsAsciiLetterOrDigit)]);
        return new(run.Parameters.Optimizer.Equals(logged, StringComparison.OrdinalIgnoreCase) ? 0 : 1);
    }
}
