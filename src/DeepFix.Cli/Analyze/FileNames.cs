using System.Text;

namespace DeepFix.Cli.Analyze;

/// <summary>Names for output files: letters, digits, dots, dashes and underscores only, never hidden, never twice (also where case does not count).</summary>
internal sealed class FileNames
{
    private const int MaxLength = 100;
    private static readonly HashSet<string> Reserved = new(["con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3"], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder's own name; its parent's where the folder is called as MLflow calls it.</summary>
    public string OfFolder(string fullPath)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(fullPath);
        string name = Path.GetFileName(trimmed);
        return Of(name == "artifacts" && Path.GetFileName(Path.GetDirectoryName(trimmed)) is { Length: > 0 } parent ? parent : name);
    }

    /// <summary>A safe name that was not given before.</summary>
    public string Of(string name)
    {
        string safe = Safe(name);
        string free = safe;
        for (int i = 2; !_taken.Add(free); i++) free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{safe}-{i}");
        return free;
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (safe.Length >= MaxLength) break;
            safe.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.' ? rune.ToString() : "_");
        }

        string text = safe.ToString().Trim('.');
        return text.Length == 0 || Reserved.Contains(text.Split('.')[0]) ? $"run_{text}" : text;
    }
}
