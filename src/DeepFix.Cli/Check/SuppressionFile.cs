using System.Globalization;
using DeepFix.Checking;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Cli.Check;

/// <summary>Reads a file of suppressions: <c>suppressions: [{code, reason, expires, runs}]</c>. Reason and expiry are required, so that none outlives its reason.</summary>
internal static class SuppressionFile
{
    /// <summary>The file that is read where none is named, in the folder where the user stands.</summary>
    public const string UsualName = ".deepfix-suppressions.yaml";

    private static readonly HashSet<string> Keys = new(["code", "reason", "expires", "runs"], StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is not as it must be; the message names the line.</exception>
    public static IReadOnlyList<Suppression> Read(string path)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StreamReader(path);
            yaml.Load(reader);
        }
        catch (YamlException malformed)
        {
            throw Wrong(path, malformed.Start.Line, $"is no YAML: {malformed.Message}");
        }

        if (yaml.Documents.Count == 0) return [];
        if (yaml.Documents[0].RootNode is not YamlMappingNode root || !root.Children.TryGetValue(new YamlScalarNode("suppressions"), out YamlNode? list) || list is not YamlSequenceNode entries)
            throw Wrong(path, 1, "must hold a list under 'suppressions'");
        return [.. entries.Children.Select(e => One(path, e))];
    }

    private static Suppression One(string path, YamlNode node)
    {
        if (node is not YamlMappingNode entry) throw Wrong(path, node.Start.Line, "holds an entry that is no mapping of code, reason and expires");
        string? odd = entry.Children.Keys.Select(k => (k as YamlScalarNode)?.Value).FirstOrDefault(k => k is null || !Keys.Contains(k));
        if (odd is not null) throw Wrong(path, node.Start.Line, $"has an unknown key '{odd}'");
        string code = Required(path, entry, "code");
        if (!Vocabulary.All.Any(c => c.Code == code)) throw Wrong(path, node.Start.Line, $"names the code '{code}', which does not exist (deepfix detectors lists all)");
        string expires = Required(path, entry, "expires");
        if (!DateOnly.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly last)) throw Wrong(path, node.Start.Line, $"says that {code} expires '{expires}', which is no date such as 2026-12-31");
        return new Suppression(code, Required(path, entry, "reason"), last, Runs(path, entry));
    }

    private static string Required(string path, YamlMappingNode entry, string key)
        => entry.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && node is YamlScalarNode { Value: { } value } && !string.IsNullOrWhiteSpace(value)
            ? value.Trim() : throw Wrong(path, entry.Start.Line, $"has an entry without '{key}'");

    private static IReadOnlyList<string> Runs(string path, YamlMappingNode entry)
    {
        if (!entry.Children.TryGetValue(new YamlScalarNode("runs"), out YamlNode? node)) return [];
        return node switch
        {
            YamlScalarNode { Value: { Length: > 0 } one } => [one],
            YamlSequenceNode many when many.Children.All(c => c is YamlScalarNode { Value.Length: > 0 }) => [.. many.Children.Select(c => ((YamlScalarNode)c).Value!)],
            _ => throw Wrong(path, node.Start.Line, "has 'runs' that are no list of names"),
        };
    }

    private static UsageException Wrong(string path, long line, string what)
        => new(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, line {line}: it {what}."), "Write entries as {code: overfitting, reason: \"…\", expires: 2026-12-31, runs: [\"name*\"]}; runs may be left out.");
}
