namespace DeepFix.Knowledge.Text;

/// <summary>The lists of words that the search is given, embedded in the assembly.</summary>
internal static class WordLists
{
    /// <summary>Lines of a list without its remarks.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name));
        return [.. reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith('#'))];
    }

    /// <summary>Words of a list, which blanks separate.</summary>
    public static HashSet<string> Set(string name) => [.. Lines(name).SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public static Stream Open(string name) => typeof(WordLists).Assembly.GetManifestResourceStream(name)!;
}
