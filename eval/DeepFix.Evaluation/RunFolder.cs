using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Evaluation;

/// <summary>A recorded run in a folder.</summary>
internal static class RunFolder
{
    /// <summary>The run as the pipeline sees it, under a view: its artifacts, never its labels.</summary>
    public static RunArtifacts Parse(string folder, string? view = null)
    {
        List<RunFile> files = [];
        foreach (string path in ContractPaths.Files.Where(p => !View.Drops(p, view) && File.Exists(Path.Combine(folder, p))))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(View.Apply(path, File.ReadAllText(Path.Combine(folder, path)), view));
            files.Add(new RunFile(path, bytes.Length, () => new MemoryStream(bytes)));
        }

        return ArtifactParser.Parse(new RunRecord { RunId = Path.GetFileName(folder), Files = files });
    }

    /// <summary>The labelled folders in a folder, by name.</summary>
    public static IEnumerable<string> Labelled(string folder)
        => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(d => File.Exists(Path.Combine(d, "labels.yaml")));
}
