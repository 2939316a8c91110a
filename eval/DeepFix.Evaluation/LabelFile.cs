using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Evaluation;

/// <summary>A file of labels: a mapping of lists, texts and numbers.</summary>
internal sealed class LabelFile(YamlMappingNode root)
{
    /// <summary>Reads a file.</summary>
    public static LabelFile Read(string path)
    {
        using var reader = new StreamReader(path);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return new LabelFile((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    /// <summary>A text; empty where the key is absent.</summary>
    public string Text(string key) => Find(key) is YamlScalarNode { Value: { } text } ? text : "";

    /// <summary>A list of texts; empty where the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) is YamlSequenceNode list ? [.. list.Children.Select(c => ((YamlScalarNode)c).Value!)] : [];

    /// <summary>Numbers by name; empty where the key is absent.</summary>
    public IReadOnlyDictionary<string, double> Numbers(string key)
        => Find(key) is YamlMappingNode map ? map.Children.ToDictionary(r => ((YamlScalarNode)r.Key).Value!, r => double.Parse(((YamlScalarNode)r.Value).Value!, CultureInfo.InvariantCulture), StringComparer.Ordinal) : new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The names under a key that holds a mapping; empty where it is absent.</summary>
    public IReadOnlyList<string> Names(string key) => Find(key) is YamlMappingNode map ? [.. map.Children.Keys.Select(k => ((YamlScalarNode)k).Value!)] : [];

    /// <summary>The mappings of a list; empty where the key is absent.</summary>
    public IReadOnlyList<LabelFile> Entries(string key) => Find(key) is YamlSequenceNode list ? [.. list.Children.OfType<YamlMappingNode>().Select(m => new LabelFile(m))] : [];

    private YamlNode? Find(string key) => root.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;
}
