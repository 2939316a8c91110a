using System.Text;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>One request to a real MLflow server, and what it answered.</summary>
public sealed record RecordedExchange(string Server, string Name, string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> RequestHeaders, byte[] RequestBody, RecordedAnswer? Answer)
{
    public override string ToString() => $"{Server}/{Name}";

    /// <summary>The value of a query parameter, decoded; null where it is not there.</summary>
    public string? QueryValue(string name) =>
        Query.Split('&').Select(static p => p.Split('=', 2)).Where(p => p[0] == name && p.Length == 2).Select(static p => Uri.UnescapeDataString(p[1].Replace('+', ' '))).FirstOrDefault();

    internal static RecordedExchange Parse(string server, JsonNode node)
    {
        var request = node["request"]!;
        var response = node["response"];
        var answer = response is null ? null : new RecordedAnswer((int)response["status"]!, Headers(response), Body(response));
        return new(server, (string)node["name"]!, (string)request["method"]!, (string)request["path"]!, (string?)request["query"] ?? "", Headers(request), Body(request), answer);
    }

    private static (string, string)[] Headers(JsonNode node) => [.. node["headers"]!.AsArray().Select(static h => ((string)h![0]!, (string)h[1]!))];

    private static byte[] Body(JsonNode node) =>
        (string?)node["body_base64"] is { } base64 ? Convert.FromBase64String(base64) : Encoding.UTF8.GetBytes((string?)node["body"] ?? "");
}
