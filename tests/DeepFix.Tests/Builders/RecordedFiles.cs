using DeepFix.Artifacts;

namespace DeepFix.Tests.Builders;

/// <summary>Recorded artifacts that lie in the repository under <c>tests/</c>.</summary>
internal static class RecordedFiles
{
    private static readonly string Root = Find();

    /// <summary>The files of a recorded run, by their artifact paths.</summary>
    public static RunRecord Run(string folder, string name) => new() { RunId = name, Status = RunStatus.Finished, Files = [.. Files(folder, name)] };

    /// <summary>A run of which only the curves are known: the <c>metrics.csv</c> of a log from elsewhere.</summary>
    public static RunRecord Log(string folder, string name)
    {
        string path = Path.Combine(Root, folder, name, "metrics.csv");
        return new RunRecord { RunId = name, Status = RunStatus.Finished, Files = [new RunFile("training_artifacts/metrics.csv", new FileInfo(path).Length, () => File.OpenRead(path))] };
    }

    /// <summary>The runs of a folder.</summary>
    public static IEnumerable<string> Names(string folder) => Directory.GetDirectories(Path.Combine(Root, folder)).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal);

    /// <summary>A path under <c>tests/</c>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The bytes of one file.</summary>
    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Root, path));

    private static IEnumerable<RunFile> Files(string folder, string name)
    {
        string run = Path.Combine(Root, folder, name);
        foreach (string path in Directory.GetFiles(run, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "labels.yaml"))
            yield return new RunFile(Path.GetRelativePath(run, path).Replace('\\', '/'), new FileInfo(path).Length, () => File.OpenRead(path));
    }

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string tests = Path.Combine(folder, "tests");
            if (Directory.Exists(Path.Combine(tests, "runs"))) return tests;
        }

        throw new DirectoryNotFoundException("No folder above the tests holds tests/runs.");
    }
}
