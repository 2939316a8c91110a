using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeepFix.Reports;

/// <summary>Codes and actions in words for a reader who does not train models, from the embedded <c>plain-words.yaml</c>.</summary>
public static class PlainWords
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> Loaded = new(Load);

    /// <summary>What a code means; its title where it has no sentence.</summary>
    public static string OfCode(string code) => Loaded.Value["codes"].GetValueOrDefault(code) ?? Knowledge.CodePages.TitleOf(code) + ".";

    /// <summary>What an action means, or null where it has no sentence.</summary>
    public static string? OfAction(string actionCode) => Loaded.Value["actions"].GetValueOrDefault(actionCode);

    /// <summary>How sure a probability is, in words.</summary>
    public static string Sureness(double probability) => probability switch
    {
        >= 0.9 => "almost certain",
        >= 0.7 => "likely",
        >= 0.4 => "about as likely as not",
        >= 0.15 => "possible",
        _ => "a faint possibility",
    };

    private static Dictionary<string, Dictionary<string, string>> Load()
    {
        using Stream stream = typeof(PlainWords).Assembly.GetManifestResourceStream("plain-words.yaml")!;
        using var reader = new StreamReader(stream);
        var parser = new Parser(reader);
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        var parts = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var words = new Dictionary<string, string>(StringComparer.Ordinal);
            parts[parser.Consume<Scalar>().Value] = words;
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _)) words[parser.Consume<Scalar>().Value] = parser.Consume<Scalar>().Value;
        }

        return parts;
    }
}
