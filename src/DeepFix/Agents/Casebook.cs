using System.Text.Json;

namespace DeepFix.Agents;

/// <summary>What remedies really brought: labelled runs that carried a code were trained again with each remedy, and this is the sum of it. Made by the evaluation project.</summary>
public sealed class Casebook
{
    private readonly Dictionary<(string, string), CasebookEntry> _byCodeAndAction;

    /// <summary>A casebook over measured entries.</summary>
    public Casebook(IEnumerable<CasebookEntry> entries)
    {
        Entries = [.. entries];
        _byCodeAndAction = Entries.ToDictionary(e => (e.Code, e.Action));
    }

    /// <summary>The casebook that the assembly carries.</summary>
    public static Casebook Embedded { get; } = Load();

    /// <summary>All entries.</summary>
    public IReadOnlyList<CasebookEntry> Entries { get; }

    /// <summary>What an action brought in runs that carried a code, or null where that was not measured.</summary>
    public CasebookEntry? Find(string code, string action) => _byCodeAndAction.GetValueOrDefault((code, action));

    private static Casebook Load()
    {
        using Stream stream = typeof(Casebook).Assembly.GetManifestResourceStream("casebook.json")!;
        return new Casebook(JsonSerializer.Deserialize(stream, CasebookJson.Default.CasebookEntryArray)!);
    }
}
