using DeepFix.Knowledge.Text;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Knowledge;

/// <summary>The works that items cite, from <c>knowledge/sources.yaml</c>.</summary>
public static class Citations
{
    private static readonly Lazy<(List<string> Keys, Dictionary<string, string> ByKey)> Loaded = new(Load);

    /// <summary>Keys in the order of the file.</summary>
    public static IReadOnlyList<string> Keys => Loaded.Value.Keys;

    /// <summary>A work in one line: authors, title, year, venue and where it is found; null where the key is not known.</summary>
    public static string? Find(string key) => Loaded.Value.ByKey.GetValueOrDefault(key);

    private static (List<string>, Dictionary<string, string>) Load()
    {
        using var reader = new StreamReader(WordLists.Open("sources.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var sources = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode).Children[new YamlScalarNode("sources")];
        List<string> keys = [.. sources.Children.Keys.Select(k => ((YamlScalarNode)k).Value!)];
        return (keys, sources.Children.ToDictionary(s => ((YamlScalarNode)s.Key).Value!, s => Line((YamlMappingNode)s.Value), StringComparer.Ordinal));
    }

    private static string Line(YamlMappingNode work)
    {
        string place = Value(work, "doi") is { } doi ? $"doi:{doi}" : Value(work, "arxiv") is { } arxiv ? $"arXiv:{arxiv}" : Value(work, "url") ?? "";
        return string.Join(", ", new[] { Value(work, "authors"), Value(work, "title"), Value(work, "venue"), Value(work, "year"), place }.Where(p => !string.IsNullOrEmpty(p)));
    }

    private static string? Value(YamlMappingNode work, string key) => work.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? ((YamlScalarNode)node).Value : null;
}
