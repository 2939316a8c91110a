using System.Text.Json.Nodes;

namespace DeepFix.Assistants.Answers;

/// <summary>A list that is told as far as an answer has room, with how to get the rest.</summary>
internal static class Page
{
    /// <summary>The largest number of an item.</summary>
    private const int FarAway = 100_000;

    /// <summary>The name of the member before it, a comma and a bracket.</summary>
    private const int Around = 12;

    private static readonly int[] ShorterTexts = [300, 120, 40];

    /// <summary>An answer with a list: as many of its items as fit, and the call that goes on after them.</summary>
    /// <param name="head">The answer without the list.</param>
    /// <param name="name">The list's name.</param>
    /// <param name="items">All items.</param>
    /// <param name="start">Number of the first item to tell, from 1.</param>
    /// <param name="next">The call that tells the items from a number on.</param>
    public static JsonObject Of(JsonObject head, string name, IReadOnlyList<Func<JsonNode>> items, int start, Func<int, JsonObject> next)
    {
        head["items"] = items.Count;
        int end = Fill(head, name, items, start - 1, AssistantLimits.MostBytes - Quoted.Size(Rest(items.Count, next(FarAway))) - Around);
        if (end < items.Count) head["next"] = Rest(items.Count - end, next(end + 1));
        return head;
    }

    /// <summary>Items that are written only where they are told.</summary>
    public static IReadOnlyList<Func<JsonNode>> Of<T>(IEnumerable<T> items, Func<T, JsonNode> written) => [.. items.Select(i => (Func<JsonNode>)(() => written(i)))];

    /// <summary>Puts items into an answer until it has so many bytes; the first always fits, with shorter texts if need be.</summary>
    /// <returns>The index after the last item that was put in.</returns>
    public static int Fill(JsonObject answer, string name, IReadOnlyList<Func<JsonNode>> items, int from, int mostBytes)
    {
        JsonArray list = [];
        answer[name] = list;
        int size = Quoted.Size(answer), at = from;
        for (; at < items.Count; at++)
        {
            JsonNode item = items[at]();
            int length = Quoted.Size(item) + 1;
            if (size + length > mostBytes && at > from) break;
            foreach (int shorter in ShorterTexts)
            {
                if (size + length <= mostBytes) break;
                item = Quoted.Node(item, shorter)!;
                length = Quoted.Size(item) + 1;
            }

            list.Add(item);
            size += length;
        }

        return at;
    }
    /// <summary>An answer within the limit: its texts are shortened where it would not be.</summary>
    public static JsonNode Fitting(JsonObject answer)
    {
        JsonNode fitting = answer;
        foreach (int shorter in ShorterTexts)
        {
            if (Quoted.Size(fitting) <= AssistantLimits.MostBytes) break;
            fitting = Quoted.Node(answer, shorter)!;
        }

        return fitting;
    }

    private static JsonObject Rest(int leftOut, JsonObject call) => Members.Of(("left_out", leftOut), ("call", call));
}
