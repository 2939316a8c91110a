using System.Globalization;
using System.Text.RegularExpressions;
using DeepFix.Verification.Measures;

namespace DeepFix.Verification;

/// <summary>The numbers in the text of a finding's evidence: each must be one of its items', or stand in the words of a measure.</summary>
internal static partial class SpokenNumbers
{
    // Texts are written with four digits at least.
    private const int FewestDigits = 4;

    public static IEnumerable<CheckedNumber> Check(Finding finding)
    {
        string text = finding.EvidenceItems.SelectMany(Quoted).Where(q => q.Length > 0).OrderByDescending(q => q.Length).Aggregate(finding.Evidence, (rest, quoted) => rest.Replace(quoted, " ", StringComparison.Ordinal));
        double[] numbers = [.. finding.EvidenceItems.SelectMany(Numbers)];
        foreach (Match spoken in Number().Matches(text))
        {
            double said = double.Parse(spoken.Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            double? meant = numbers.Where(n => Digits.Agree(said, n, FewestDigits) || Math.Abs(said - n) <= 0.5 && Math.Abs(n) >= 1e4).Select(n => (double?)n).FirstOrDefault();
            yield return new CheckedNumber
            {
                Code = finding.Code,
                Measure = "number in the text of the evidence",
                Stated = said,
                Recomputed = meant,
                Verdict = meant is null ? CheckVerdict.Differs : CheckVerdict.Confirmed,
                Why = meant is null ? "None of the evidence has this number." : null,
            };
        }
    }

    private static IEnumerable<string> Quoted(Evidence item) => [item.Measure, item.Unit ?? "", item.Series ?? ""];

    private static IEnumerable<double> Numbers(Evidence item) => new double?[] { item.Value, item.Limit, item.FromStep, item.ToStep }.OfType<double>();

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?(?![\w])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
