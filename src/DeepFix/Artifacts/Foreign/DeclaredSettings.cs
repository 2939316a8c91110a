using System.Text;
using System.Text.RegularExpressions;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Settings that lay beside a log, as the contract's <c>params.yaml</c>.</summary>
internal static partial class DeclaredSettings
{
    public const string Path = "params.yaml";

    /// <summary>The file; null where nothing is declared. What a later file says counts over what an earlier one says; the log's own settings count least.</summary>
    public static RunFile? Write(IReadOnlyList<RunFile> files, IReadOnlyDictionary<string, string> ofLog, List<string> notes, CancellationToken cancellationToken)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in ofLog) all[name] = value;
        foreach (RunFile file in files)
        {
            IReadOnlyDictionary<string, string> read = Read(file, notes, cancellationToken);
            foreach ((string name, string value) in read.Where(v => v.Key.Length > 0)) all[name] = value;
            // Ultralytics writes all of its settings there: its own patience of 100 (before, 50) is nobody's decision.
            if (file.Path == "args.yaml" && all.GetValueOrDefault("patience") is ("100" or "50")) all.Remove("patience");
            if (read.Count > 0) notes.Add($"Settings were read from {file.Path}.");
        }

        if (all.Count == 0) return null;
        var yaml = new StringBuilder();
        foreach ((string name, string value) in all) yaml.Append(Quoted(name)).Append(": ").Append(Quoted(value)).Append('\n');
        byte[] bytes = Encoding.UTF8.GetBytes(yaml.ToString());
        return new RunFile(Path, bytes.Length, () => new MemoryStream(bytes));
    }

    private static IReadOnlyDictionary<string, string> Read(RunFile file, List<string> notes, CancellationToken cancellationToken)
    {
        List<string> ignored = [];
        string text = LogText.Decode(LogText.Bytes(file, cancellationToken), ignored, file.Path);
        if (file.Path.StartsWith("params/", StringComparison.Ordinal)) return new Dictionary<string, string>(StringComparer.Ordinal) { [file.Path["params/".Length..]] = text.TrimEnd('\n') };
        if (file.Path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)) return Options(text);
        DataNode? root = file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? new JsonText(text, cancellationToken).Read()
            : new YamlText(new StringReader(text), cancellationToken).Read();
        if (root?.Kind == NodeKind.Map) return Flat.Scalars(root).ToDictionary(s => s.Key, s => s.Value.Text, StringComparer.Ordinal);
        if (!string.IsNullOrWhiteSpace(text)) notes.Add($"{file.Path} holds no names with values.");
        return new Dictionary<string, string>(StringComparer.Ordinal);
    }

    // The block that pix2pix prints: "                       lr: 0.0002                        	[default: 0.001]".
    private static Dictionary<string, string> Options(string text)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach (Match line in Option().Matches(text)) options[line.Groups["name"].Value] = line.Groups["value"].Value.Trim();
        return options;
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (char c in text) quoted.Append(c is '"' or '\\' ? $"\\{c}" : c < ' ' ? " " : c.ToString());
        return quoted.Append('"').ToString();
    }

    [GeneratedRegex("""^ +(?<name>[A-Za-z_]\w*): (?<value>.*?)(?:\s*\[default:.*)?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Option();
}
