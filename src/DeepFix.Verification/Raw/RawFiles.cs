using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Verification.Raw;

/// <summary>The bytes of a run's files.</summary>
internal sealed class RawFiles(RunRecord run)
{
    /// <summary>The first of some paths that the run has.</summary>
    public string? First(params string[] paths) => paths.FirstOrDefault(p => run.Files.Any(f => f.Path == p));

    /// <summary>Whether the run has a file.</summary>
    public bool Has(string path) => run.Files.Any(f => f.Path == path);

    /// <summary>Paths of a folder that begin and end with some letters, in ordinal order.</summary>
    public IEnumerable<string> Like(string start, string end) => run.Files.Select(f => f.Path).Where(p => p.StartsWith(start, StringComparison.Ordinal) && p.EndsWith(end, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The text of a file.</summary>
    public string Text(string path)
    {
        using Stream stream = run.Files.First(f => f.Path == path).Open();
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>The document of a YAML or JSON file; null where there is none.</summary>
    public Node? Document(string? path)
        => path is null ? null : path.EndsWith(".json", StringComparison.Ordinal) ? PlainJson.Read(Text(path)) : PlainYaml.Read(Text(path));
}
