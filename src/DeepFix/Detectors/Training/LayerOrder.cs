using System.Globalization;

namespace DeepFix.Detectors.Training;

/// <summary>Names of layers from the first to the last: as recorded, unless the names contradict that order.</summary>
internal static class LayerOrder
{
    private static readonly string[] LastWords = ["head", "fc", "classifier", "out", "output", "logits", "predictions"];

    /// <summary>The names in the order of the network. Columns that were sorted by name, or put in any order, are put back by the numbers in the names.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> recorded)
    {
        for (int i = 1; i < recorded.Count; i++)
        {
            if (Contradicts(recorded[i - 1], recorded[i])) return [.. recorded.OrderBy(IsLast).ThenBy(Padded, StringComparer.Ordinal)];
        }

        return recorded;
    }

    private static bool Contradicts(string before, string after)
        => IsLast(before) != IsLast(after) ? IsLast(before) : WithoutNumbers(before) == WithoutNumbers(after) && string.CompareOrdinal(Padded(before), Padded(after)) > 0;

    private static bool IsLast(string name) => name.Split('/', '.', '_').Contains(LastWords);

    private static bool Contains(this string[] parts, string[] words) => parts.Any(p => words.Contains(p, StringComparer.OrdinalIgnoreCase));

    private static string WithoutNumbers(string name) => new([.. name.Where(c => !char.IsAsciiDigit(c))]);

    private static string Padded(string name)
    {
        var padded = new System.Text.StringBuilder();
        for (int i = 0; i < name.Length;)
        {
            int from = i;
            while (i < name.Length && char.IsAsciiDigit(name[i])) i++;
            if (i > from) padded.Append(name[from..i].PadLeft(12, '0'));
            else padded.Append(char.ToLower(name[i++], CultureInfo.InvariantCulture));
        }

        return padded.ToString();
    }
}
