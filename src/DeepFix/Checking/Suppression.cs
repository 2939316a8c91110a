namespace DeepFix.Checking;

/// <summary>A finding that somebody has looked at and takes as it is, for a reason and for a time.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">The last day on which it holds.</param>
/// <param name="Runs">Names or ids of the runs that it holds for, <c>*</c> standing for any text; empty for all.</param>
public sealed record Suppression(string Code, string Reason, DateOnly Expires, IReadOnlyList<string> Runs)
{
    /// <summary>Whether it speaks of a finding of a run, expired or not.</summary>
    public bool Matches(string code, string runId, string? name) => code == Code && (Runs.Count == 0 || Runs.Any(r => Fits(r, runId) || (name is not null && Fits(r, name))));

    /// <summary>Whether a text fits a pattern in which <c>*</c> stands for any text. Linear in the length of both for every star.</summary>
    internal static bool Fits(string pattern, string text)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1) return pattern == text;
        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || !text.EndsWith(parts[^1], StringComparison.Ordinal) || text.Length < parts[0].Length + parts[^1].Length) return false;
        int at = parts[0].Length, end = text.Length - parts[^1].Length;
        foreach (string part in parts[1..^1])
        {
            int found = text.IndexOf(part, at, end - at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }

        return true;
    }
}
