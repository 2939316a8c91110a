namespace DeepFix.Statistics;

/// <summary>The Cholesky factor of a covariance: what the density and the conditional means of normal variables are computed with.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _lower;

    private Cholesky(double[][] lower) => _lower = lower;

    /// <summary>Logarithm of the determinant.</summary>
    public double LogDeterminant => 2 * _lower.Select((row, i) => Math.Log(row[i])).Sum();

    /// <summary>Factors a symmetric positive definite matrix, which it takes over.</summary>
    public static Cholesky Of(double[][] matrix)
    {
        int n = matrix.Length;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) sum -= matrix[i][k] * matrix[j][k];
                // Rounding may leave the last pivots of a nearly singular matrix a hair below zero.
                matrix[i][j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[j][j];
            }
        }

        return new Cholesky(matrix);
    }

    /// <summary>The solution of the system with this matrix.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        double[] x = right.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < i; k++) x[i] -= _lower[i][k] * x[k];
            x[i] /= _lower[i][i];
        }

        for (int i = x.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < x.Length; k++) x[i] -= _lower[k][i] * x[k];
            x[i] /= _lower[i][i];
        }

        return x;
    }
}
