namespace DeepFix.Statistics;

/// <summary>What a model whose probabilities are right can lose at most.</summary>
internal static class CalibratedEntropy
{
    /// <summary>The cross-entropy, in nats, of a calibrated classifier that is equally sure of every row and has no idea which other class a wrong one belongs to. Every other calibrated classifier with as many errors loses less (Fano 1961).</summary>
    /// <param name="error">Share of wrong rows, 0 to 1.</param>
    /// <param name="classes">Classes, two or more.</param>
    public static double Largest(double error, int classes) => Term(error) + Term(1 - error) + (error * Math.Log(classes - 1));

    private static double Term(double share) => share > 0 ? -share * Math.Log(share) : 0;
}
