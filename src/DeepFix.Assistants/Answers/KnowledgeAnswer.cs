using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Assistants.Answers;

/// <summary>Items of the knowledge base. They are ours: nothing of a run stands in them.</summary>
internal static class KnowledgeAnswer
{
    private const int MostContent = 1_500;

    /// <summary>An item with the beginning of its text.</summary>
    public static JsonNode Short(KnowledgeItem item) => Of(item, 300);

    /// <summary>An item.</summary>
    public static JsonNode Whole(KnowledgeItem item) => Of(item, MostContent);

    private static JsonObject Of(KnowledgeItem item, int mostContent) => Members.Of(
        ("id", Quoted.Text(item.Metadata.Id, 100)),
        ("title", Quoted.Text(item.Metadata.Title, 200)),
        ("domain", Quoted.Text(item.Metadata.Domain, 40)),
        ("confidence", Quoted.Number(item.Confidence)),
        ("content", Quoted.Own(item.Content, mostContent)),
        ("source", Quoted.Text(item.Source, 300)));
}
