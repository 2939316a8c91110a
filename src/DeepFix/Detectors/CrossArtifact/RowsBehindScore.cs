using DeepFix.Artifacts;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>On how many rows an accuracy was measured: a share of right predictions moves in whole parts of them.</summary>
/// <param name="Rows">The smallest number of rows of which all values are whole parts.</param>
/// <param name="Values">Different values that say so.</param>
/// <param name="Tolerance">Half a unit of the last digit that is logged.</param>
internal sealed record RowsBehindScore(int Rows, int Values, double Tolerance)
{
    private const int FewestValues = 6;

    /// <summary>A share of so few rows as are tried has far fewer values, were each rounded in several ways.</summary>
    private const int MostValues = 100_000;

    /// <summary>Up to this share of all numbers are whole parts of a number of rows by chance; six values of that kind have a chance of one in a million millions.</summary>
    private const double ByChance = 0.01;
    private double[] _values = [];

    /// <summary>Measures a series; null where it has too few different values or digits, or where the values are no whole parts of anything: means over batches are not.</summary>
    public static RowsBehindScore? Of(MetricSeries? accuracy)
    {
        if (accuracy is null) return null;
        HashSet<double> different = [];
        foreach (double value in accuracy.Values)
        {
            if (value is > 0 and < 1) different.Add(value);
            if (different.Count > MostValues) return null;
        }

        if (different.Count < FewestValues) return null;
        double[] values = [.. different.Order()];
        double tolerance = 0.51 * LastDigit.Of(values);
        int most = (int)Math.Min(10_000, ByChance / (2 * tolerance));
        for (int rows = 2; rows <= most; rows++)
        {
            if (Fits(values, rows, tolerance)) return new RowsBehindScore(rows, values.Length, tolerance) { _values = values };
        }

        return null;
    }

    /// <summary>Whether the values can come from a declared number of rows, whole or without its last batch, or filled up to whole batches or devices.</summary>
    public bool Explains(long declared, int? batchSize)
    {
        // Finer parts of the declared rows are the declared rows, and a value or two that were set by hand.
        if (declared > 0 && Rows % declared == 0) return true;
        List<long> possible = [declared, Filled(declared, 2), Filled(declared, 4), Filled(declared, 8)];
        if (batchSize is { } batch and > 0) possible.AddRange([declared / batch * batch, Filled(declared, batch)]);
        return possible.Exists(p => p > 0 && Fits(_values, p, Tolerance));
    }

    private static long Filled(long rows, int part) => (rows + part - 1) / part * part;

    private static bool Fits(double[] values, long rows, double tolerance)
    {
        foreach (double value in values)
        {
            double right = value * rows;
            if (Math.Abs(right - Math.Round(right)) > tolerance * rows) return false;
        }

        return true;
    }
}
