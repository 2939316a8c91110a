namespace DeepFix.Statistics;

/// <summary>The regularised incomplete gamma function, on which the tails of chi-square and Poisson rest (Numerical Recipes, 6.2).</summary>
public static class IncompleteGamma
{
    private const int MaxTerms = 100_000;
    private const double Precision = 1e-15;
    private const double Tiny = 1e-300;
    private const double Lanczos = 7;

    private static readonly double[] Coefficients =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Q(a, x): the share of a gamma distribution of shape <paramref name="a"/> that lies above <paramref name="x"/>; 0 to 1.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">At least 0.</param>
    public static double Upper(double a, double x)
    {
        if (x <= 0) return 1;
        return x < a + 1 ? Math.Clamp(1 - LowerSeries(a, x), 0, 1) : Math.Clamp(UpperFraction(a, x), 0, 1);
    }

    private static double LowerSeries(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (int n = 1; n < MaxTerms && Math.Abs(term) > Math.Abs(sum) * Precision; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp(-x + (a * Math.Log(x)) - LogGamma(a));
    }

    private static double UpperFraction(double a, double x)
    {
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, h = d;
        for (int n = 1; n < MaxTerms; n++)
        {
            double an = -n * (n - a);
            b += 2;
            d = (an * d) + b;
            if (Math.Abs(d) < Tiny) d = Tiny;
            c = b + (an / c);
            if (Math.Abs(c) < Tiny) c = Tiny;
            d = 1 / d;
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Precision) break;
        }

        return h * Math.Exp(-x + (a * Math.Log(x)) - LogGamma(a));
    }

    private static double LogGamma(double a)
    {
        double z = a - 1, sum = Coefficients[0];
        for (int i = 1; i < Coefficients.Length; i++) sum += Coefficients[i] / (z + i);
        double t = z + Lanczos + 0.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((z + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
