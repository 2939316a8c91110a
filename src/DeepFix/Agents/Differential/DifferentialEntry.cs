namespace DeepFix.Agents;

/// <summary>How the signs of a run add up to the log odds that one code is what hurts it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Bias">Log odds where every sign is at its mean.</param>
/// <param name="TruthBias">Log odds that the code is true of the run (hurtful or not) where the log odds above are 0.</param>
/// <param name="TruthSlope">Their change for one unit of the log odds above.</param>
/// <param name="Signs">The weights.</param>
public sealed record DifferentialEntry(string Code, double Bias, double TruthBias, double TruthSlope, IReadOnlyList<SignWeight> Signs)
{
    /// <summary>The log odds that the code is what hurts a run with these signs; a sign that was not logged counts as its mean.</summary>
    internal double LogOdds(IReadOnlyDictionary<string, Sign> signs)
    {
        double sum = Bias;
        foreach (SignWeight sign in Signs)
        {
            if (signs.TryGetValue(sign.Name, out Sign? seen)) sum += sign.Weight * (seen.Strength - sign.Mean) / sign.Scale;
        }

        return sum;
    }
}
