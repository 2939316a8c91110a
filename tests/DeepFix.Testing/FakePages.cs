using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>Page tokens as MLflow makes them: base64 of {"offset": N}.</summary>
internal static class FakePages
{
    public static (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyList<T> all, long? most, string? token)
    {
        int offset = string.IsNullOrEmpty(token) ? 0 : Offset(token);
        if (most is null) return ([.. all.Skip(offset)], null);

        var items = all.Skip(offset).Take((int)most.Value).ToArray();
        int end = offset + items.Length;
        return (items, end < all.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"offset\": {end}}}"))) : null);
    }

    public static long? CheckedSize(long? most, long atMost) => most switch
    {
        <= 0 => throw FakeErrorException.Invalid(string.Create(CultureInfo.InvariantCulture, $"Invalid value {most} for parameter 'max_results' supplied.")),
        _ when most > atMost => throw FakeErrorException.Invalid(string.Create(CultureInfo.InvariantCulture, $"Invalid value {most} for parameter 'max_results' supplied: It must be at most {atMost}.")),
        _ => most,
    };

    private static int Offset(string token)
    {
        try
        {
            return (int)JsonNode.Parse(Convert.FromBase64String(token))!["offset"]!;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw FakeErrorException.Invalid("Invalid page token, could not base64-decode");
        }
    }
}
