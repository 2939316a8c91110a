using System.Text;
using System.Text.Json.Nodes;

namespace DeepFix.Server.ServiceTests.Fuzz;

/// <summary>Damages what was sound: bytes and JSON. All of it comes from a seeded generator.</summary>
internal static class Chaos
{
    /// <summary>Never to be seen again in any answer or log line.</summary>
    public const string Planted = "pl4nted-s3cret";

    private static readonly string[] Hostile =
    [
        "", " ", "\0", "\u0007\u001b[31m", "\r\nX-Injected: yes", "null", "true", "-1", "1e999", "NaN", "../../../../etc/passwd", "..\\..\\windows", "/proc/self/environ", "%00", "%s%n%x", "{0}", "${jndi:ldap://127.0.0.1/a}", "$(id)", "`id`", "'; DROP TABLE runs; --",
        "<script>alert(1)</script>", "]]>", "\ufeff", "\u202e", "é", "\ud83d\ude80", "\\ud800", "a/b", "a'b\"c", "req_00000000000000000000000000000000", "http://169.254.169.254/", "file:///etc/passwd", "sqlite:////etc/passwd", $"http://user:{Planted}@127.0.0.1:1/", $"http://127.0.0.1:1/?token={Planted}",
        "http://[::1", "http://localhost:99999", "9007199254740993", "0x10", "١٢٣", "٫",
    ];

    public static string Text(Random random) => random.Next(12) switch
    {
        0 => new string('A', random.Next(1, 20_000)),
        1 => new string((char)random.Next(1, 0xD7FF), random.Next(1, 50)),
        2 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(0x20, 0x2FF))),
        _ => Hostile[random.Next(Hostile.Length)],
    };

    /// <summary>Flips, cuts, doubles, inserts.</summary>
    public static byte[] Bytes(Random random, byte[] sound)
    {
        var bytes = new List<byte>(sound);
        for (int times = random.Next(1, 5); times > 0; times--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Text(random))); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)"\0[{\",\n:9-"[random.Next(9)], random.Next(1, 200))); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Changes one place of a JSON value: another type, a hostile text, a member gone or added.</summary>
    public static JsonNode? Json(Random random, JsonNode? sound) => sound switch
    {
        JsonObject { Count: > 0 } members => Members(random, members),
        JsonArray { Count: > 0 } items when random.Next(3) > 0 => Items(random, items),
        _ => Value(random),
    };

    private static JsonObject Members(Random random, JsonObject members)
    {
        var changed = (JsonObject)members.DeepClone();
        string name = changed.ElementAt(random.Next(changed.Count)).Key;
        switch (random.Next(5))
        {
            case 0: changed.Remove(name); break;
            case 1: changed[Text(random)] = Value(random); break;
            case 2: changed[name] = Value(random); break;
            default: changed[name] = Json(random, changed[name]); break;
        }

        return changed;
    }

    private static JsonArray Items(Random random, JsonArray items)
    {
        var changed = (JsonArray)items.DeepClone();
        int at = random.Next(changed.Count);
        switch (random.Next(3))
        {
            case 0: changed.RemoveAt(at); break;
            case 1: changed.Insert(at, changed[at]?.DeepClone()); break;
            default: changed[at] = Json(random, changed[at]); break;
        }

        return changed;
    }

    private static JsonNode? Value(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 400),
        3 => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => Deep(random.Next(1, 90)),
        _ => Text(random),
    };

    private static JsonNode Deep(int levels)
    {
        JsonNode inside = 1;
        for (int i = 0; i < levels; i++) inside = i % 2 == 0 ? new JsonArray(inside) : new JsonObject { ["a"] = inside };
        return inside;
    }
}
