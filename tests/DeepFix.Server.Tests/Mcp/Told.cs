using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Server.Tests.Mcp;

/// <summary>What a tool answered.</summary>
internal sealed record Told(string Text, bool IsError)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public int Bytes => Encoding.UTF8.GetByteCount(Text);

    public JsonArray List(string name) => Json[name]!.AsArray();

    public Told ShouldBeError(ErrorCode code)
    {
        IsError.ShouldBeTrue(Text);
        ((string?)Json["error"]).ShouldBe(code.WireName());
        ((string?)Json["message"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)Json["details"]!["suggestion"]).ShouldNotBeNullOrWhiteSpace();
        return this;
    }

    public Told ShouldBeAnswer()
    {
        IsError.ShouldBeFalse(Text);
        return this;
    }

    /// <summary>Whatever holds a text stands under from_run.</summary>
    public Told ShouldHoldOnlyAsData(string text)
    {
        Outside(Json, isInside: false).ShouldBeEmpty(Text);
        return this;

        IEnumerable<string> Outside(JsonNode? node, bool isInside) => node switch
        {
            JsonObject members => members.SelectMany(m => (m.Key.Contains(text, StringComparison.OrdinalIgnoreCase) && !isInside ? [m.Key] : Array.Empty<string>()).Concat(Outside(m.Value, isInside || m.Key == "from_run"))),
            JsonArray items => items.SelectMany(i => Outside(i, isInside)),
            JsonValue value when !isInside && value.ToString().Contains(text, StringComparison.OrdinalIgnoreCase) => [value.ToString()],
            _ => [],
        };
    }
}
