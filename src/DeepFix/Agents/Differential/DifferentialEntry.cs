namespace DeepFix.Agents;

/// <summary>How the signs of a run add up to the log odds that one code is what hurts it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Bias">Log odds where every sign is at its mean.</param>
/// <param name="TruthBias">Log odds that the code is true of the run (hurtful or not) where the log odds above are 0.</param>
/// <param name="TruthSlope">Their change for one unit of the log odds above.</param>
/// <param name="Signs">The weights.</param>
public sealed record DifferentialEntry(string Code, double Bias, double TruthBias, double TruthSlope, IReadOnlyList<SignWeight> Signs)
{
    /// <summary>How far a sign counts from its mean, in standard deviations. Runs further off than those that were measured would decide alone.</summary>
    public const double Furthest = 2.5;

    /// <summary>How far a sign is from its mean in standard deviations, as far as it counts.</summary>
    public static double Distance(double strength, double mean, double scale) => Math.Clamp((strength - mean) / scale, -Furthest, Furthest);

    /// <summary>The log odds that the code is what hurts a run with these signs; a sign that was not logged counts as its mean.</summary>
    internal double LogOdds(IReadOnlyDictionary<string, Sign> signs)
    {
        double sum = Bias;
        foreach (SignWeight sign in Signs)
        {
            if (signs.TryGetValue(sign.Name, out Sign? seen)) sum += sign.Weight * Distance(seen.Strength, sign.Mean, sign.Scale);
        }

        return sum;
    }
}
