namespace DeepFix.Evaluation;

/// <summary>Logistic regression with a ridge penalty and weights whose sign may be fixed, by Newton steps along one coordinate after the other. Deterministic.</summary>
internal static class RidgeLogistic
{
    private const int MostSweeps = 500;
    private const double Enough = 1e-7;

    /// <summary>Fits a bias and weights.</summary>
    /// <param name="rows">Standardised inputs, one array a row.</param>
    /// <param name="labels">What is to be told.</param>
    /// <param name="ridge">Penalty on the square of each weight; the bias is free.</param>
    /// <param name="isNonNegative">Whether weights below 0 are ruled out.</param>
    /// <returns>The bias, then the weights.</returns>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double ridge, bool isNonNegative)
    {
        int width = rows[0].Length;
        var beta = new double[width + 1];
        var odds = new double[rows.Count];
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double moved = 0;
            for (int at = 0; at <= width; at++)
            {
                double step = Step(rows, labels, odds, beta[at], at, at == 0 ? 0 : ridge);
                double next = at > 0 && isNonNegative ? Math.Max(0, beta[at] + step) : beta[at] + step;
                double change = next - beta[at];
                if (change == 0) continue;
                beta[at] = next;
                for (int row = 0; row < odds.Length; row++) odds[row] += change * (at == 0 ? 1 : rows[row][at - 1]);
                moved = Math.Max(moved, Math.Abs(change));
            }

            if (moved < Enough) break;
        }

        return beta;
    }

    private static double Step(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double[] odds, double weight, int at, double ridge)
    {
        double gradient = -2 * ridge * weight, curvature = (2 * ridge) + 1e-9;
        for (int row = 0; row < odds.Length; row++)
        {
            double x = at == 0 ? 1 : rows[row][at - 1], p = 1 / (1 + Math.Exp(-odds[row]));
            gradient += x * ((labels[row] ? 1 : 0) - p);
            curvature += x * x * Math.Max(p * (1 - p), 1e-6);
        }

        return Math.Clamp(gradient / curvature, -2, 2);
    }
}
