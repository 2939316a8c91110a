using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Verification.Raw;

/// <summary>Reads a YAML document. The library takes the text apart; what its scalars mean is read here.</summary>
internal static class PlainYaml
{
    /// <summary>The document, or null where the text is not YAML.</summary>
    public static Node? Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException)
        {
            return null;
        }

        return stream.Documents.Count > 0 ? Of(stream.Documents[0].RootNode) : null;
    }

    private static Node Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new Node { Members = [.. map.Children.Where(c => c.Key is YamlScalarNode).Select(c => new KeyValuePair<string, Node>(((YamlScalarNode)c.Key).Value ?? "", Of(c.Value)))] },
        YamlSequenceNode list => new Node { Items = [.. list.Children.Select(Of)] },
        YamlScalarNode scalar => new Node { Text = scalar.Value ?? "", IsQuoted = scalar.Style != ScalarStyle.Plain },
        _ => new Node { Text = "" },
    };
}
