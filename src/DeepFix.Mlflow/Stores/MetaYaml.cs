using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeepFix.Mlflow.Stores;

/// <summary>A <c>meta.yaml</c>: scalars by key, and mappings of scalars one level deep. What is nested deeper is passed over.</summary>
internal sealed class MetaYaml
{
    private readonly Dictionary<string, string?> _scalars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _maps = new(StringComparer.Ordinal);

    private MetaYaml()
    {
    }

    public string? this[string key] => _scalars.GetValueOrDefault(key);

    public IReadOnlyDictionary<string, string> Map(string key) => _maps.TryGetValue(key, out var map) ? map : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The file's content; null where it is no YAML mapping, as while it is being written.</summary>
    public static MetaYaml? Parse(string text)
    {
        var meta = new MetaYaml();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
                return null;
            while (!parser.TryConsume<MappingEnd>(out _)) meta.ReadEntry(parser);
            return meta;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private void ReadEntry(Parser parser)
    {
        var key = parser.Consume<Scalar>().Value;
        if (parser.TryConsume<Scalar>(out var value))
            _scalars[key] = IsNull(value) ? null : value.Value;
        else if (parser.TryConsume<MappingStart>(out _))
            _maps[key] = ReadMap(parser);
        else
            parser.SkipThisAndNestedEvents();
    }

    private static Dictionary<string, string> ReadMap(Parser parser)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>().Value;
            if (parser.TryConsume<Scalar>(out var value))
                map[key] = value.Value;
            else
                parser.SkipThisAndNestedEvents();
        }
        return map;
    }

    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "null" or "Null" or "NULL" or "~" };
}
