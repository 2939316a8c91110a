using System.Text.Json.Nodes;

namespace DeepFix.Assistants.Answers;

/// <summary>Objects of an answer.</summary>
internal static class Members
{
    /// <summary>Where everything stands that was logged with the run, or may repeat it.</summary>
    public const string FromRun = "from_run";

    /// <summary>An object with the members that have a value.</summary>
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var node = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            if (value is not null) node[name] = value;
        }

        return node;
    }
}
