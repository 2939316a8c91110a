using System.Text.Json.Nodes;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>A drift score with the noise of its sample sizes.</summary>
/// <param name="Method">As deepchecks names it: Kolmogorov-Smirnov, Cramer's V, PSI, ….</param>
/// <param name="Score">The score.</param>
internal readonly record struct DriftScore(string Method, double Score)
{
    /// <summary>Reads {Drift score, Method}; null where there is no score.</summary>
    public static DriftScore? Read(JsonNode? node)
        => node is JsonObject drift && Checks.Number(drift["Drift score"]) is { } score && Checks.Text(drift[nameof(Method)]) is { } method ? new DriftScore(method, score) : null;

    /// <summary>Whether the score is one of a numeric variable.</summary>
    public bool IsNumeric => Method.StartsWith("Kolmogorov", StringComparison.OrdinalIgnoreCase);

    /// <summary>The probability of so large a score between two samples of one distribution; null where the method's noise is not known.</summary>
    public double? Chance(double train, double test, int categories)
    {
        if (IsNumeric) return KolmogorovSmirnov.SameDistribution(Score, train, test);
        if (Method.StartsWith("Cram", StringComparison.OrdinalIgnoreCase)) return CramersV.SameDistribution(Score, train + test, categories);
        return Method.Equals("PSI", StringComparison.OrdinalIgnoreCase) ? ChiSquare.UpperTail(Score * train * test / (train + test), Math.Max(1, categories - 1)) : null;
    }
}
