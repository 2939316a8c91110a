using System.Globalization;

namespace DeepFix.Verification.Measures;

/// <summary>A piece of evidence as a result states it.</summary>
/// <param name="Item">The evidence.</param>
/// <param name="Words">What stands in the blanks of the measure: names of series, of splits, numbers.</param>
internal sealed record Stated(Evidence Item, IReadOnlyList<string> Words)
{
    public string? Series => Item.Series;

    /// <summary>Whether a number within the measure's words is this one, as far as its digits go.</summary>
    public bool Says(int word, double number, int digits = 4)
        => double.TryParse(Words[word].Replace("infinity", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double said) && Digits.Agree(said, number, digits);
}
