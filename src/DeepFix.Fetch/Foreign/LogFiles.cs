using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Foreign;

namespace DeepFix.Fetch.Foreign;

/// <summary>Opens the files of a log in a format of others.</summary>
internal static class LogFiles
{
    /// <summary>Files that hold settings, by the names that frameworks give them.</summary>
    private static readonly string[] Settings = ["hparams.yaml", "hyp.yaml", "opt.yaml", "args.yaml", "train_opt.txt"];

    private static readonly IReadOnlyDictionary<string, string> NoMap = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>One file with the settings beside it.</summary>
    public static ForeignSource OfFile(FileInfo log)
    {
        string[] beside = log.Name switch
        {
            "trainer_state.json" => [.. Settings, "config.json"],
            "metrics.json" => [.. Settings, "config.yaml"],
            _ => Settings,
        };
        return new ForeignSource(log.Name, [Open(log, log.Name)], SettingsIn(log.DirectoryName!, beside));
    }

    /// <summary>The settings of a folder.</summary>
    public static IReadOnlyList<RunFile> SettingsIn(string folder, IEnumerable<string>? names = null)
        => [.. (names ?? Settings).Select(n => new FileInfo(Path.Combine(folder, n))).Where(f => f.Exists).Select(f => Open(f, f.Name))];

    /// <summary>A file under a name of its run.</summary>
    public static RunFile Open(FileInfo file, string name) => new(name, file.Length, file.OpenRead);

    /// <summary>Reads a log as a run.</summary>
    /// <exception cref="DeepFixException">It cannot be read, or is larger than the limit.</exception>
    public static FetchedRun Read(ForeignSource source, string runId, IReadOnlyDictionary<string, string>? map, FetchLimits limits, CancellationToken cancellationToken)
    {
        if (source.Logs.FirstOrDefault(l => l.Size > limits.MaxFileBytes) is { } large)
            throw new DeepFixException(ErrorCode.ArtifactNotFound, $"{large.Path} is larger than {Significant.Text(limits.MaxFileBytes >> 20)} MB and was not read.", "Log fewer rows, or raise the limit.");
        ForeignLog log = ForeignReader.Read(source, map ?? NoMap, cancellationToken);
        return new FetchedRun(new RunRecord { RunId = runId, Files = log.Files, Warnings = log.Notes }, temporaryFolder: null);
    }
}
