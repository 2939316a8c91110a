namespace DeepFix.Knowledge.Ranking;

/// <summary>Turns how well an item's words fit a question into a probability that the question is one that the base covers there.
/// A logistic regression over the development questions and those outside the field, for askers of whom three in four ask within it.</summary>
internal static class Confidence
{
    private const double Intercept = -2.9, PerScore = 7.4, PerNeighbour = 11.5, PerForeignShare = -18;

    /// <summary>The probability, rounded to three digits so that no last digit turns on the processor.</summary>
    /// <param name="score">How well the item fits: its share of the score of a perfect fit.</param>
    /// <param name="neighbours">How well the best few items fit: a question of the field is met by several, a chance likeness by one.</param>
    /// <param name="foreignShare">Share of the question's words that belong to other trades.</param>
    public static double Of(double score, double neighbours, double foreignShare)
        => Math.Round(1 / (1 + Math.Exp(-(Intercept + PerScore * score + PerNeighbour * neighbours + PerForeignShare * foreignShare))), 3);
}
