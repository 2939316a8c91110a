using System.Text.Json.Nodes;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads deepchecks results: the contract's file, the single file of older clients, or the package's own JSON.</summary>
internal static class DeepchecksReader
{
    private const string TrainSuffix = " - Train Dataset";
    private const string TestSuffix = " - Test Dataset";

    public static DeepchecksArtifacts? Read(RunFiles files, ReadLog log)
    {
        IReadOnlyList<RunFile> sources = files.First("deepchecks/results.yaml", "deepchecks/deepchecks.yaml", "deepchecks/results.json") is { } one ? [one] : files.In("deepchecks", "raw_", ".json");
        if (sources.Count == 0) return null;
        List<DeepchecksEntry> entries = [];
        DeepchecksArtifacts read = new() { Source = sources[0].Path };
        bool any = false;
        foreach (RunFile file in sources)
        {
            if (Documents.Read(file, log) is not { } root) continue;
            any = true;
            int before = entries.Count;
            Suites(root, SuiteOf(root.String("name"), file.Path), entries, log.CancellationToken);
            read = read with { DatasetName = read.DatasetName ?? root.String("dataset_name"), DataType = read.DataType ?? root.Find("config")?.String("data_type")?.ToLowerInvariant() };
            if (entries.Count == before) log.Fault(file.Path, root.Line, "It holds no check results.", "Write results with a list of checks for every suite.");
        }

        if (!any) return null;
        if (read.DataType is null && files.First("deepchecks/config.yaml") is { } config && Documents.Read(config, log) is { } settings)
            read = read with { DataType = settings.String("data_type")?.ToLowerInvariant() };
        return read with { Entries = entries };
    }

    private static void Suites(DataNode root, string suite, List<DeepchecksEntry> entries, CancellationToken cancellationToken)
    {
        DataNode results = root.Find("results") ?? root;
        if (results.Kind == NodeKind.List) Entries(results, suite, entries, cancellationToken);
        foreach ((string name, DataNode list) in results.Members)
        {
            if (list.Kind == NodeKind.List) Entries(list, name, entries, cancellationToken);
            else if (list.Find("results") is not null) Suites(list, SuiteOf(list.String("name"), name), entries, cancellationToken);
        }
    }

    private static void Entries(DataNode list, string suite, List<DeepchecksEntry> entries, CancellationToken cancellationToken)
    {
        foreach (DataNode item in list.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Find("results") is not null) Suites(item, SuiteOf(item.String("name"), suite), entries, cancellationToken);
            else if (Entry(item, suite, cancellationToken) is { } entry) entries.Add(entry);
        }
    }

    private static DeepchecksEntry? Entry(DataNode item, string suite, CancellationToken cancellationToken)
    {
        DataNode result = Result(item, cancellationToken);
        string header = item.String("header") ?? result.String("header") ?? "";
        string? name = result.Find("check")?.String("name") ?? (header.Length > 0 ? header.Replace(TrainSuffix, "", StringComparison.Ordinal).Replace(TestSuffix, "", StringComparison.Ordinal) : null);
        if (name is null) return null;
        bool failed = result.Find("value") is null || result.String("type") == "CheckFailure";
        return new DeepchecksEntry
        {
            Suite = suite,
            CheckName = name,
            Header = header,
            Split = header.EndsWith(TrainSuffix, StringComparison.Ordinal) ? "train" : header.EndsWith(TestSuffix, StringComparison.Ordinal) ? "test" : null,
            Parameters = result.Find("check")?.Find("params") is { Kind: NodeKind.Map } parameters ? (JsonObject)JsonNodes.Of(parameters)! : [],
            Value = failed ? null : DeepchecksValues.Plain(result.Find("value")!, cancellationToken),
            Failure = failed ? result.String("exception") ?? "The check did not run." : null,
            Conditions = [.. result.Find("conditions_results")?.Items.Where(c => c.Kind == NodeKind.Map).Select(Condition) ?? []],
            DisplayText = item.String("display_txt"),
        };
    }

    // Contract entries hold the result under json_result, sometimes as JSON text; the package's own JSON is the result itself.
    private static DataNode Result(DataNode item, CancellationToken cancellationToken)
    {
        if (item.Find("json_result") is not { } result) return item;
        if (result.Kind != NodeKind.Text) return result;
        return new JsonText(result.Text, cancellationToken).Read() ?? result;
    }

    private static DeepchecksCondition Condition(DataNode node)
        => new(node.String("Status") ?? node.String("status") ?? "", node.String("Condition") ?? node.String("name") ?? "", node.String("More Info") ?? node.String("details") ?? "");

    private static string SuiteOf(string? name, string otherwise)
    {
        string text = (name ?? otherwise).ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        foreach (string suite in (string[])["train_test_validation", "data_integrity", "model_evaluation"])
        {
            if (text.Contains(suite, StringComparison.Ordinal)) return suite;
        }

        return name is null ? otherwise : text;
    }
}
