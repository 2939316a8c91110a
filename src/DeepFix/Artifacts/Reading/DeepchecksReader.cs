using System.Text.Json.Nodes;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads deepchecks results: the contract's file, the single file of older clients, or the package's own JSON.</summary>
internal sealed class DeepchecksReader
{
    private const string TrainSuffix = " - Train Dataset";
    private const string TestSuffix = " - Test Dataset";
    private readonly List<DeepchecksEntry> _entries = [];
    private readonly DeepchecksValues _values;
    private readonly ReadLog _log;
    private (int Count, int Line) _unnamed, _broken;

    private DeepchecksReader(ReadLog log) => (_log, _values) = (log, new DeepchecksValues(log.CancellationToken));

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
            var typed = new TypedFields(file.Path, log);
            read = read with { DatasetName = read.DatasetName ?? typed.Text(root, "dataset_name"), DataType = read.DataType ?? root.Find("config")?.String("data_type")?.ToLowerInvariant() };
            typed.Report();
            entries.AddRange(new DeepchecksReader(log).Entries(file.Path, root));
        }

        if (!any) return null;
        if (read.DataType is null && files.First("deepchecks/config.yaml") is { } config && Documents.Read(config, log) is { } settings)
            read = read with { DataType = settings.String("data_type")?.ToLowerInvariant() };
        return read with { Entries = entries };
    }

    private List<DeepchecksEntry> Entries(string path, DataNode root)
    {
        Suites(root, SuiteOf(root.String("name"), path));
        if (_entries.Count == 0) _log.Fault(path, root.Line, "It holds no check results.", "Write results with a list of checks for every suite.");
        Say(path, _unnamed, "has neither a header nor a check name and was not read", "Write header and json_result for every check.");
        Say(path, _broken, "is no whole JSON document", "Write json_result as deepchecks gives it.");
        if (_values.IsFull) _log.Fault(path, null, "It holds more values than are read; those beyond were left out.", "Log the results of the suites alone.");
        return _entries;
    }

    private void Say(string path, (int Count, int Line) what, string problem, string remedy)
    {
        if (what.Count == 0) return;
        string others = what.Count == 1 ? "" : FormattableString.Invariant($" ({what.Count} such results)");
        _log.Fault(path, what.Line, $"A result {problem}{others}.", remedy);
    }

    private void Suites(DataNode root, string suite)
    {
        DataNode results = root.Find("results") ?? root;
        if (results.Kind == NodeKind.List) Checks(results, suite);
        foreach ((string name, DataNode list) in results.Members)
        {
            if (list.Kind == NodeKind.List) Checks(list, name);
            else if (list.Find("results") is not null) Suites(list, SuiteOf(list.String("name"), name));
        }
    }

    private void Checks(DataNode list, string suite)
    {
        foreach (DataNode item in list.Items)
        {
            _log.CancellationToken.ThrowIfCancellationRequested();
            if (item.Find("results") is not null) Suites(item, SuiteOf(item.String("name"), suite));
            else if (Entry(item, suite) is { } entry) _entries.Add(entry);
            else Note(ref _unnamed, item);
        }
    }

    private DeepchecksEntry? Entry(DataNode item, string suite)
    {
        DataNode result = Result(item);
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
            Value = failed ? null : _values.Plain(result.Find("value")!),
            Failure = failed ? result.String("exception") ?? "The check did not run." : null,
            Conditions = [.. result.Find("conditions_results")?.Items.Where(c => c.Kind == NodeKind.Map).Select(Condition) ?? []],
            DisplayText = item.String("display_txt"),
        };
    }

    // Contract entries hold the result under json_result, sometimes as JSON text; the package's own JSON is the result itself.
    private DataNode Result(DataNode item)
    {
        if (item.Find("json_result") is not { } result) return item;
        (DataNode? node, bool isWhole) = result.Kind == NodeKind.Text ? _values.Parse(result.Text) : (result, true);
        if (!isWhole || node is { Kind: not NodeKind.Map and not NodeKind.Null }) Note(ref _broken, result);
        return node ?? result;
    }

    private static void Note(ref (int Count, int Line) what, DataNode node)
    {
        if (what.Count++ == 0) what.Line = node.Line;
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
