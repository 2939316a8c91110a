namespace DeepFix.Statistics;

/// <summary>Student's t distribution.</summary>
internal static class StudentQuantile
{
    /// <summary>The value that t exceeds with a probability of 2.5 %, to 0.5 % from three degrees of freedom on (Cornish and Fisher's expansion, Abramowitz and Stegun 26.7.5).</summary>
    public static double TwoSided95(double freedom)
    {
        const double Z = 1.959963984540054;
        double z3 = Z * Z * Z, z5 = z3 * Z * Z, z7 = z5 * Z * Z, z9 = z7 * Z * Z;
        double first = (z3 + Z) / 4;
        double second = ((5 * z5) + (16 * z3) + (3 * Z)) / 96;
        double third = ((3 * z7) + (19 * z5) + (17 * z3) - (15 * Z)) / 384;
        double fourth = ((79 * z9) + (776 * z7) + (1482 * z5) - (1920 * z3) - (945 * Z)) / 92160;
        return Z + (first / freedom) + (second / Math.Pow(freedom, 2)) + (third / Math.Pow(freedom, 3)) + (fourth / Math.Pow(freedom, 4));
    }
}
