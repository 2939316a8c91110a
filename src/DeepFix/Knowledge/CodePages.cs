using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Knowledge;

/// <summary>The pages of <c>knowledge/</c>, embedded in the assembly and read at first use.</summary>
public static class CodePages
{
    private static readonly Lazy<(Dictionary<string, CodePage> Pages, string Version)> Loaded = new(Load);

    /// <summary>All pages by code.</summary>
    public static IReadOnlyDictionary<string, CodePage> All => Loaded.Value.Pages;

    /// <summary>Changes whenever a page does: the first twelve hexadecimal digits of a hash over all pages.</summary>
    public static string Version => Loaded.Value.Version;

    /// <summary>The page of a code, or null where it has none.</summary>
    public static CodePage? Find(string code) => All.GetValueOrDefault(code);

    /// <summary>The title of a code: its page's, or the code in words.</summary>
    public static string TitleOf(string code)
        => Find(code)?.Title ?? (code.Length == 0 ? "" : char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' '));

    /// <summary>Why an action helps against a code: from the code's page, or the vocabulary's definition.</summary>
    public static string RationaleOf(string code, string actionCode)
        => Find(code)?.Rationales.GetValueOrDefault(actionCode) ?? Vocabulary.Of(code).Definition;

    /// <summary>Reads one page: YAML front matter between two lines of <c>---</c>, then Markdown.</summary>
    /// <exception cref="FormatException">The front matter is missing, or lacks what a page must have.</exception>
    public static CodePage Parse(string text)
    {
        string[] parts = text.ReplaceLineEndings("\n").Split("---\n", 3);
        if (parts.Length != 3 || parts[0].Length > 0) throw new FormatException("A page begins with YAML front matter between two lines of ---.");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(parts[1]));
        var front = (YamlMappingNode)yaml.Documents[0].RootNode;
        return new CodePage
        {
            Code = Scalar(front, "code"),
            Title = Scalar(front, "title"),
            Domain = Scalar(front, "domain"),
            Version = Scalar(front, "version"),
            Reliability = double.Parse(Scalar(front, "reliability"), CultureInfo.InvariantCulture),
            Tags = Texts(front, "tags"),
            Sources = Texts(front, "sources"),
            Rationales = ((YamlMappingNode)Node(front, "rationales")).Children.ToDictionary(r => ((YamlScalarNode)r.Key).Value!, r => ((YamlScalarNode)r.Value).Value!, StringComparer.Ordinal),
            Text = parts[2].Trim(),
        };
    }

    private static YamlNode Node(YamlMappingNode front, string key)
        => front.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : throw new FormatException($"The page lacks {key}.");

    private static string Scalar(YamlMappingNode front, string key) => ((YamlScalarNode)Node(front, key)).Value!;

    private static List<string> Texts(YamlMappingNode front, string key)
        => [.. ((YamlSequenceNode)Node(front, key)).Children.Select(n => ((YamlScalarNode)n).Value!)];

    private static (Dictionary<string, CodePage>, string) Load()
    {
        var assembly = typeof(CodePages).Assembly;
        var pages = new Dictionary<string, CodePage>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("knowledge/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            string text = reader.ReadToEnd();
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            // Items about a topic stand beside the pages of codes: they belong to the knowledge base alone.
            if (!text.Contains("\ncode: ", StringComparison.Ordinal)) continue;
            CodePage page = Parse(text);
            pages[page.Code] = page;
        }

        return (pages, Convert.ToHexStringLower(hash.GetHashAndReset())[..12]);
    }
}
