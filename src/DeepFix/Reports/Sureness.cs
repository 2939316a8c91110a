namespace DeepFix.Reports;

/// <summary>A probability for people: two digits, and never a certainty that it is not.</summary>
internal static class Sureness
{
    public static string Text(double probability)
        => Significant.Text(probability, 2) is "1" && probability < 1 ? "over 0.99" : Significant.Text(probability, 2);
}
