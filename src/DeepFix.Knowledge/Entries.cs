using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Knowledge;

/// <summary>All items of <c>knowledge/</c>, which travel inside the core's assembly.</summary>
public static class Entries
{
    private static readonly Lazy<IReadOnlyList<Entry>> Loaded = new(Load);

    /// <summary>All items, by id.</summary>
    public static IReadOnlyList<Entry> All => Loaded.Value;

    /// <summary>Reads one item: YAML front matter between two lines of <c>---</c>, then Markdown.</summary>
    /// <exception cref="FormatException">The front matter is missing, or lacks what an item must have.</exception>
    public static Entry Parse(string text)
    {
        string[] parts = text.ReplaceLineEndings("\n").Split("---\n", 3);
        if (parts.Length != 3 || parts[0].Length > 0) throw new FormatException("An item begins with YAML front matter between two lines of ---.");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(parts[1]));
        var front = (YamlMappingNode)yaml.Documents[0].RootNode;
        return new Entry
        {
            Id = Find(front, "id") is YamlScalarNode id ? id.Value! : Scalar(front, "code"),
            Title = Scalar(front, "title"),
            Domain = Scalar(front, "domain"),
            Tags = Texts(front, "tags"),
            QueryTypes = Texts(front, "query_types"),
            AskedAs = Texts(front, "asked_as"),
            Sources = Texts(front, "sources"),
            Version = Scalar(front, "version"),
            Reliability = double.Parse(Scalar(front, "reliability"), CultureInfo.InvariantCulture),
            Content = parts[2].Trim(),
        };
    }

    private static YamlNode? Find(YamlMappingNode front, string key) => front.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;

    private static string Scalar(YamlMappingNode front, string key)
        => Find(front, key) is YamlScalarNode { Value: { } value } ? value : throw new FormatException($"The item lacks {key}.");

    private static List<string> Texts(YamlMappingNode front, string key)
        => Find(front, key) is YamlSequenceNode list ? [.. list.Children.Select(n => ((YamlScalarNode)n).Value!)] : throw new FormatException($"The item lacks {key}.");

    private static List<Entry> Load()
    {
        var assembly = typeof(CodePages).Assembly;
        List<Entry> entries = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("knowledge/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            entries.Add(Parse(reader.ReadToEnd()));
        }

        return [.. entries.OrderBy(e => e.Id, StringComparer.Ordinal)];
    }
}
