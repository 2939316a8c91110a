using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>What a <see cref="FakeMlflow"/> answers: a text, or a file or a part of one.</summary>
internal sealed record FakeAnswer(int Status, string? ContentType, byte[] Body)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public FakeArtifact? File { get; init; }

    public long From { get; init; }

    public long Length { get; init; } = Body.Length;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static FakeAnswer Empty { get; } = new(200, ContentType: null, []);

    public static FakeAnswer Json(JsonObject body) => new(200, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString(Indented)));

    public static FakeAnswer Text(int status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static FakeAnswer Page(int status, string title) =>
        new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n")));

    public static FakeAnswer Detail(int status, string detail) => new(status, "application/json", Encoding.UTF8.GetBytes(new JsonObject { ["detail"] = detail }.ToJsonString()));

    public static FakeAnswer Error(FakeErrorException error) => error.Code is null
        ? Page(error.Status, error.Status == 405 ? "Method Not Allowed" : "Not Found")
        : new(error.Status, "application/json", Encoding.UTF8.GetBytes(new JsonObject { ["error_code"] = error.Code, ["message"] = error.Message, ["sqlstate"] = "KAM00", ["error_class"] = error.Code }.ToJsonString()));
}
