using System.Text.RegularExpressions;
using DeepFix.Mlflow.Tests.Manifests;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Knowledge.Tests;

public sealed partial class ItemTests
{
    private const int LongEnoughToBeASentence = 40;

    [Fact]
    public void There_are_enough_items_and_each_has_an_id_of_its_own()
    {
        Entries.All.Count.ShouldBeGreaterThanOrEqualTo(210);
        Entries.All.Select(e => e.Id).ShouldBeUnique();
    }

    [Fact]
    public void Every_source_is_known()
        => Entries.All.SelectMany(e => e.Sources.Where(s => Citations.Find(s) is null).Select(s => $"{e.Id}: {s}")).ShouldBeEmpty();

    [Fact]
    public void Every_item_has_a_source_one_to_five_known_tags_and_ways_of_asking()
    {
        HashSet<string> known = [.. Vocabulary.All.Select(c => c.Code), .. Topics()];
        Entries.All.Where(e => e.Sources.Count == 0 || e.AskedAs.Count < 3 || e.Tags.Count is < 1 or > 5).Select(e => e.Id).ShouldBeEmpty();
        Entries.All.SelectMany(e => e.Tags.Where(t => !known.Contains(t)).Select(t => $"{e.Id}: {t}")).ShouldBeEmpty();
        Entries.All.Where(e => Vocabulary.All.Any(c => c.Code == e.Id)).Where(e => !e.Tags.Contains(e.Id)).Select(e => e.Id).ShouldBeEmpty();
    }

    [Fact]
    public void Domains_and_kinds_of_question_are_those_of_the_contract()
    {
        Entries.All.Where(e => !Api.KnowledgeQuery.Domains.Contains(e.Domain) || e.Domain == Api.KnowledgeQuery.GlobalDomain).Select(e => e.Id).ShouldBeEmpty();
        Entries.All.Where(e => e.QueryTypes.Count == 0 || e.QueryTypes.Except(Api.KnowledgeQuery.QueryTypes).Any()).Select(e => e.Id).ShouldBeEmpty();
    }

    [Fact]
    public void No_sentence_stands_in_two_items()
        => Entries.All.SelectMany(e => SentenceEnd().Split(Code().Replace(e.Content, "")).Select(s => s.Trim()).Where(s => s.Length >= LongEnoughToBeASentence).Distinct().Select(s => (e.Id, Sentence: s)))
            .GroupBy(s => s.Sentence).Where(g => g.Count() > 1).Select(g => $"{string.Join(", ", g.Select(s => s.Id))}: {g.Key}").ShouldBeEmpty();

    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        string[] files = Directory.GetFiles(RepositoryFiles.PathOf("knowledge"), "*.md", SearchOption.AllDirectories);
        files.Length.ShouldBe(Entries.All.Count);
        files.SelectMany(f => Link().Matches(File.ReadAllText(f)).Select(m => (File: f, Target: m.Groups["target"].Value)))
            .Where(l => !l.Target.Contains("://") && !File.Exists(Path.Combine(Path.GetDirectoryName(l.File)!, l.Target.Split('#')[0])))
            .Select(l => $"{l.File}: {l.Target}").ShouldBeEmpty();
    }

    [Fact]
    public void Sources_are_sorted_and_each_stands_once()
    {
        Citations.Keys.ShouldBeUnique();
        Citations.Keys.ShouldBe(Citations.Keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Topics()
    {
        using var reader = new StreamReader(RepositoryFiles.PathOf("tests", "DeepFix.Knowledge.Tests", "topics.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return ((YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode).Children[new YamlScalarNode("topics")]).Children.Keys.Select(k => ((YamlScalarNode)k).Value!);
    }

    [GeneratedRegex(@"(?<=[.!?])\s+|\n", RegexOptions.None, 5_000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline, 5_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Link();
}
