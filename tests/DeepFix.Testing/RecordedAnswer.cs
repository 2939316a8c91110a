using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>What a real MLflow server answered.</summary>
public sealed record RecordedAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? ContentType => Headers.FirstOrDefault(static h => h.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>MLflow's error_code; null where the body has none.</summary>
    public string? ErrorCode
    {
        get
        {
            try
            {
                return ContentType == "application/json" && JsonNode.Parse(Body) is JsonObject body ? (string?)body["error_code"] : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
