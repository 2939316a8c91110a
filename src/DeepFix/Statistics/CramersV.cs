namespace DeepFix.Statistics;

/// <summary>The noise of Cramér's V between two samples, in the bias-corrected form (Bergsma 2013) that drift scores are given in.</summary>
public static class CramersV
{
    /// <summary>The probability that two samples of one distribution have at least this V.</summary>
    /// <param name="v">Bias-corrected V, 0 to 1.</param>
    /// <param name="rows">Rows of both samples together.</param>
    /// <param name="categories">Categories, at least 2.</param>
    public static double SameDistribution(double v, double rows, int categories)
    {
        if (v <= 0 || rows < 2 || categories < 2) return 1;
        double freedom = categories - 1;
        double phiSquare = (v * v * (1 - (1 / (rows - 1)))) + (freedom / (rows - 1));
        return ChiSquare.UpperTail(rows * phiSquare, freedom);
    }
}
