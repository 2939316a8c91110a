namespace DeepFix.Knowledge.Ranking;

/// <summary>Turns how well an item's words fit a question into a probability that the question is one that the base covers there.
/// A logistic regression over the development questions and those outside the field, for askers of whom four in five ask within it.</summary>
internal static class Confidence
{
    private const double Intercept = -1.8, PerScore = 13, PerForeignShare = -14.7;

    /// <summary>The probability, rounded to three digits so that no last digit turns on the processor.</summary>
    public static double Of(double score, double foreignShare)
        => Math.Round(1 / (1 + Math.Exp(-(Intercept + PerScore * score + PerForeignShare * foreignShare))), 3);
}
