using System.Text.Json;

namespace DeepFix.Agents;

/// <summary>What remedies really brought: labelled runs that carried a code were trained again with each remedy, and this is the sum of it. Made by the evaluation project.</summary>
public sealed class Casebook
{
    private readonly Dictionary<(string, string), CasebookEntry> _byCodeAndAction;
    private readonly Dictionary<string, string[]> _actions;

    /// <summary>A casebook over measured entries.</summary>
    public Casebook(IEnumerable<CasebookEntry> entries)
    {
        Entries = [.. entries];
        _byCodeAndAction = Entries.ToDictionary(e => (e.Code, e.Action));
        _actions = Entries.GroupBy(e => e.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(e => e.Action).Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The casebook that the assembly carries.</summary>
    public static Casebook Embedded { get; } = Load();

    /// <summary>All entries.</summary>
    public IReadOnlyList<CasebookEntry> Entries { get; }

    /// <summary>What an action brought in runs that carried a code, or null where that was not measured.</summary>
    public CasebookEntry? Find(string code, string action) => _byCodeAndAction.GetValueOrDefault((code, action));

    /// <summary>The actions that were measured in runs that carried a code.</summary>
    public IEnumerable<string> ActionsFor(string code) => _actions.GetValueOrDefault(code, []);

    private static Casebook Load()
    {
        using Stream stream = typeof(Casebook).Assembly.GetManifestResourceStream("casebook.json")!;
        return new Casebook(JsonSerializer.Deserialize(stream, CasebookJson.Default.CasebookEntryArray)!);
    }
}
