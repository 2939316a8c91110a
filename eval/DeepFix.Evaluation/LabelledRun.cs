using System.Globalization;
using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Fetch;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Evaluation;

/// <summary>A training run with what re-training proved about it (<c>labels.yaml</c>).</summary>
internal sealed record LabelledRun
{
    /// <summary>Gain of the best remedy below which a run says nothing about remedies (the corpus's own threshold for a cause).</summary>
    public const double GainThatCounts = 0.03;

    public required string Folder { get; init; }

    /// <summary>Codes that re-training proved to be causes.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>Codes that re-training cannot tell from a cause.</summary>
    public required IReadOnlyList<string> Equivalent { get; init; }

    /// <summary>Codes that are true of the run as well.</summary>
    public required IReadOnlyList<string> Acceptable { get; init; }

    /// <summary>Change of the clean test score by action.</summary>
    public required IReadOnlyDictionary<string, double> Remedies { get; init; }

    /// <summary>Every code that is right to report.</summary>
    public IEnumerable<string> Right => Causes.Concat(Equivalent).Concat(Acceptable);

    /// <summary>All labelled runs of a folder, by name.</summary>
    public static IEnumerable<LabelledRun> ReadAll(string folder)
        => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(d => File.Exists(Path.Combine(d, "labels.yaml"))).Select(Read);

    /// <summary>The run as the pipeline sees it: never the labels.</summary>
    public async Task<RunArtifacts> ParseAsync()
    {
        using FetchedRun fetched = await new FolderRunSource(Folder, new FetchLimits()).FetchAsync(TimeSpan.FromMinutes(1), null, CancellationToken.None);
        return ArtifactParser.Parse(fetched.Record);
    }

    private static LabelledRun Read(string folder)
    {
        using var reader = new StreamReader(Path.Combine(folder, "labels.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return new LabelledRun
        {
            Folder = folder,
            Causes = Texts(root, "causes"),
            Equivalent = Texts(root, "equivalent"),
            Acceptable = Texts(root, "acceptable"),
            Remedies = root.Children.TryGetValue(new YamlScalarNode("remedies"), out YamlNode? node) && node is YamlMappingNode remedies
                ? remedies.Children.ToDictionary(r => ((YamlScalarNode)r.Key).Value!, r => double.Parse(((YamlScalarNode)r.Value).Value!, CultureInfo.InvariantCulture), StringComparer.Ordinal)
                : new Dictionary<string, double>(StringComparer.Ordinal),
        };
    }

    private static List<string> Texts(YamlMappingNode root, string key)
        => root.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && node is YamlSequenceNode list ? [.. list.Children.Select(c => ((YamlScalarNode)c).Value!)] : [];
}
