using System.Text;
using System.Text.Json.Nodes;

namespace DeepFix.Server.ServiceTests.Fuzz;

/// <summary>Request number so-and-so of a seed: always the same one, as the document allows it or damaged.</summary>
internal sealed record Request(string Method, string Target, byte[]? Body, IReadOnlyList<(string Name, string Value)> Headers, bool IsSound)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND"];
    private static readonly string[] ContentTypes = ["text/plain", "application/json; charset=utf-16", "application/xml", "multipart/form-data; boundary=x", "application/json;;;", "application/problem+json", "*/*", ""];
    private static readonly string[] Accepts = ["application/problem+json", "text/html", "text/markdown", "*/*;q=0", "application/json;q=0.1, */*", "garbage;;;", "image/png"];
    private static readonly string[] OddHeaders = ["Idempotency-Key", "Prefer", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Host", "X-HTTP-Method-Override", "Accept-Language", "Accept-Encoding", "If-None-Match", "Range", "Cookie", "traceparent", "Origin", "Referer"];

    public static Request Of(int seed, int number, IReadOnlyList<Route> routes, string key, Func<string, Random, JsonNode?> known)
    {
        var random = new Random(HashCode(seed, number));
        Route route = Choose(random, routes);
        bool isSound = random.Next(100) < 40;
        JsonNode? body = route.Body(random, name => known(name, random));
        string target = Fill(route, random, known);
        List<(string, string)> headers = [("Authorization", $"Bearer {key}")];
        byte[]? bytes = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString());
        if (bytes is not null) headers.Add(("Content-Type", "application/json"));
        return isSound ? new Request(route.Method, target, bytes, headers, true) : Damaged(random, route, target, body, bytes, headers);
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Target);
        if (Body is not null) message.Content = new ByteArrayContent(Body);
        foreach ((string name, string value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    public override string ToString() => $"{Method} {Target} {string.Join(", ", Headers.Skip(1))} {(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(400, Body.Length))))}";

    // Of the costly routes one in twenty, of the plain ones one in four, so that the others get their share.
    private static Route Choose(Random random, IReadOnlyList<Route> routes)
    {
        Route route = routes[random.Next(routes.Count)];
        while ((route.IsHeavy && random.Next(20) > 0) || (route.IsPlain && random.Next(4) > 0)) route = routes[random.Next(routes.Count)];
        return route;
    }

    private static string Fill(Route route, Random random, Func<string, Random, JsonNode?> known)
        => route.Variables.Aggregate(route.Path, (path, variable) => path.Replace($"{{{variable}}}", Uri.EscapeDataString((string?)known(variable, random) ?? "unknown"), StringComparison.Ordinal));

    private static Request Damaged(Random random, Route route, string target, JsonNode? body, byte[]? bytes, List<(string, string)> headers)
    {
        string method = route.Method;
        switch (random.Next(bytes is null ? 5 : 10))
        {
            case 0: method = Methods[random.Next(Methods.Length)]; break;
            case 1: target = DamagedTarget(random, target); break;
            case 2: headers.Add(("Accept", Accepts[random.Next(Accepts.Length)])); break;
            case 3: headers.Add((OddHeaders[random.Next(OddHeaders.Length)], Printable(Chaos.Text(random)))); break;
            case 4: headers[0] = ("Authorization", Printable(Chaos.Text(random))); break;
            case 5: headers[^1] = ("Content-Type", ContentTypes[random.Next(ContentTypes.Length)]); break;
            case 6: bytes = Chaos.Bytes(random, bytes!); break;
            default: bytes = Written(Chaos.Json(random, body)); break;
        }

        return new Request(method, target, bytes, headers, false);
    }

    private static byte[] Written(JsonNode? json) => Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "null");

    private static string DamagedTarget(Random random, string target)
    {
        const int Longest = 4000;
        string escaped = Uri.EscapeDataString(new string([.. Chaos.Text(random).Where(c => !char.IsSurrogate(c))]));
        string damaged = random.Next(5) switch
        {
            0 => $"{target}?{escaped}={escaped}",
            1 => $"{target}/{escaped}",
            2 => target.Insert(random.Next(1, target.Length), "%2e%2e%2f"),
            3 => target.ToUpperInvariant(),
            _ => $"{target}?mode={escaped}",
        };
        return damaged[..Math.Min(damaged.Length, Longest)];
    }

    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and < (char)127)) is { Length: > 0 } printable ? printable[..Math.Min(printable.Length, 2000)] : "x";

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * (int)2654435761));
}
