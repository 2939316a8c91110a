using YamlDotNet.RepresentationModel;

namespace DeepFix.Evaluation;

/// <summary>A question with what answers it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Query">The question.</param>
/// <param name="Domain">The domain that its asker would name.</param>
/// <param name="QueryType">The kind of answer that its asker would name.</param>
/// <param name="Relevant">Tags of items that answer it; none where it lies outside the field.</param>
/// <param name="Exact">Tags of the items that answer it most exactly.</param>
/// <param name="Style">keyword, question, symptom_description, error_message, misspelt or long.</param>
internal sealed record KnowledgeQuestion(string Id, string Query, string Domain, string QueryType, IReadOnlyList<string> Relevant, IReadOnlyList<string> Exact, string Style)
{
    /// <summary>Reads a file of questions.</summary>
    public static IReadOnlyList<KnowledgeQuestion> ReadAll(string path)
    {
        using var reader = new StreamReader(path);
        var yaml = new YamlStream();
        yaml.Load(reader);
        YamlNode root = yaml.Documents[0].RootNode;
        var list = (YamlSequenceNode)(root is YamlMappingNode map ? map.Children[new YamlScalarNode("queries")] : root);
        return [.. list.Children.Cast<YamlMappingNode>().Select(Read)];
    }

    private static KnowledgeQuestion Read(YamlMappingNode node)
    {
        string[] relevant = Texts(node, "relevant"), exact = Texts(node, "grade2");
        return new KnowledgeQuestion(Text(node, "id", ""), Text(node, "query", ""), Text(node, "domain", "global"), Text(node, "query_type", "diagnostic"), relevant, exact.Length > 0 ? exact : relevant, Text(node, "style", "out_of_scope"));
    }

    private static string Text(YamlMappingNode node, string key, string otherwise) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? ((YamlScalarNode)value).Value! : otherwise;

    private static string[] Texts(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) && value is YamlSequenceNode list ? [.. list.Children.Select(n => ((YamlScalarNode)n).Value!)] : [];
}
