using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeepFix;

/// <summary>The vocabulary of findings and remedies, read once from the embedded <c>codes.yaml</c>.</summary>
public static class Vocabulary
{
    private static readonly Lazy<(Dictionary<string, CodeEntry> Codes, Dictionary<string, string> Actions)> Loaded = new(Load);

    /// <summary>Every code, in the order of the vocabulary.</summary>
    public static IEnumerable<CodeEntry> All => Loaded.Value.Codes.Values;

    /// <summary>Every action with its sentence, in the order of the vocabulary.</summary>
    public static IReadOnlyDictionary<string, string> AllActions => Loaded.Value.Actions;

    /// <summary>The entry of a code.</summary>
    /// <exception cref="KeyNotFoundException">No such code.</exception>
    public static CodeEntry Of(string code) => Loaded.Value.Codes[code];

    private static (Dictionary<string, CodeEntry>, Dictionary<string, string>) Load()
    {
        using Stream stream = typeof(Vocabulary).Assembly.GetManifestResourceStream("codes.yaml")!;
        using var reader = new StreamReader(stream);
        var parser = new Parser(reader);
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        var codes = new Dictionary<string, CodeEntry>(StringComparer.Ordinal);
        var actions = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Consume<Scalar>().Value == "codes") ReadCodes(parser, codes);
            else ReadActions(parser, actions);
        }

        return (codes, actions);
    }

    private static void ReadCodes(Parser parser, Dictionary<string, CodeEntry> codes)
    {
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            List<string> remedies = [];
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                string key = parser.Consume<Scalar>().Value;
                if (!parser.TryConsume<SequenceStart>(out _))
                {
                    fields[key] = parser.Consume<Scalar>().Value;
                    continue;
                }

                while (!parser.TryConsume<SequenceEnd>(out _)) remedies.Add(parser.Consume<Scalar>().Value);
            }

            codes[fields["code"]] = new CodeEntry(fields["code"], Enum.Parse<FindingKind>(fields["kind"], ignoreCase: true), fields["definition"], remedies);
        }
    }

    private static void ReadActions(Parser parser, Dictionary<string, string> actions)
    {
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _)) actions[parser.Consume<Scalar>().Value] = parser.Consume<Scalar>().Value;
    }
}
