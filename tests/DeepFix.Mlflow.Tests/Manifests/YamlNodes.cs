using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>Short forms for reading YAML nodes.</summary>
internal static class YamlNodes
{
    public static YamlMappingNode Load(string path) => (YamlMappingNode)Root(path);

    public static IReadOnlyList<YamlNode> LoadList(string path) => [.. (YamlSequenceNode)Root(path)];

    private static YamlNode Root(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }

    public static YamlNode? At(this YamlNode node, string key) => ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    public static IEnumerable<YamlNode> Items(this YamlNode node, string key) => node.At(key) is YamlSequenceNode list ? list : [];

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode node, string key) =>
        node.At(key) is YamlMappingNode map ? map.Select(entry => (((YamlScalarNode)entry.Key).Value!, entry.Value)) : [];

    /// <summary>The text of a scalar; null where it is absent or YAML's null.</summary>
    public static string? Text(this YamlNode node, string key) =>
        node.At(key) is not YamlScalarNode scalar || scalar is { Style: ScalarStyle.Plain, Value: "null" or "~" or "" } ? null : scalar.Value;

    public static long? Integer(this YamlNode node, string key) => node.Text(key) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public static bool IsTrue(this YamlNode node, string key) => node.Text(key) is "true";

    public static Dictionary<string, string> Texts(this YamlNode node, string key) =>
        node.Entries(key).ToDictionary(entry => entry.Key, entry => ((YamlScalarNode)entry.Value).Value!, StringComparer.Ordinal);

    public static double Number(YamlNode node) => ((YamlScalarNode)node).Value switch
    {
        ".nan" or "NaN" => double.NaN,
        ".inf" or "Infinity" => double.PositiveInfinity,
        "-.inf" or "-Infinity" => double.NegativeInfinity,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };
}
