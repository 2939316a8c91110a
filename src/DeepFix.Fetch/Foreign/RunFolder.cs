using System.Globalization;
using System.Text.RegularExpressions;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Foreign;

namespace DeepFix.Fetch.Foreign;

/// <summary>Finds the log in a folder that a framework left: by the names that the format itself gives its files, else by what can be read.</summary>
internal static partial class RunFolder
{
    private const int MostFiles = 2_000;
    private const int MostTried = 30;
    private const long LargestTried = 16L << 20;
    private const int Depth = 3;

    /// <summary>The run of a folder, with a sentence on the choice where there was one to make; null where the folder holds none.</summary>
    /// <exception cref="DeepFixException">It holds several, which are listed.</exception>
    public static (ForeignSource Source, string? Choice)? Find(string folder, CancellationToken cancellationToken)
    {
        if (Here(folder, cancellationToken) is { } here) return here;
        List<string> below = [.. Below(folder, Depth).Where(f => OfFormat(f) is not null || Readable(f, cancellationToken).Count > 0)];
        if (below.Count > 1) throw Several(folder, below.Select(f => Path.GetRelativePath(folder, f)));
        return below is [var only] && Here(only, cancellationToken) is { } found
            ? (found.Source with { Name = Path.Combine(Path.GetRelativePath(folder, only), found.Source.Name) }, found.Choice ?? $"The only run below the folder is {Path.GetRelativePath(folder, only)}.")
            : null;
    }

    private static (ForeignSource Source, string? Choice)? Here(string folder, CancellationToken cancellationToken)
    {
        if (OfFormat(folder) is { } known) return known;
        List<FileInfo> readable = Readable(folder, cancellationToken);
        if (readable.Count > 1) throw Several(folder, readable.Select(f => f.Name));
        return readable is [var only] ? (LogFiles.OfFile(only), null) : null;
    }

    /// <summary>A folder whose format names its own files.</summary>
    private static (ForeignSource Source, string? Choice)? OfFormat(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        string metrics = Path.Combine(folder, "metrics");
        if (File.Exists(Path.Combine(folder, "meta.yaml")) && Directory.Exists(metrics) && !File.Exists(metrics))
            return (new ForeignSource(name, Under(folder, "metrics"), Under(folder, "params")), null);
        if (File.Exists(Path.Combine(folder, "trainer_state.json"))) return (LogFiles.OfFile(new FileInfo(Path.Combine(folder, "trainer_state.json"))), null);
        if (LastCheckpoint(folder) is var (checkpoint, count) && checkpoint is not null)
            return (LogFiles.OfFile(new FileInfo(Path.Combine(checkpoint, "trainer_state.json"))), count == 1 ? null : FormattableString.Invariant($"Of {count} checkpoints the last was read, {Path.GetFileName(checkpoint)}: the others hold the beginning of the same run."));
        foreach (string file in (string[])["metrics.csv", "results.csv"])
        {
            if (File.Exists(Path.Combine(folder, file))) return (LogFiles.OfFile(new FileInfo(Path.Combine(folder, file))), null);
        }

        RunFile[] epochs = [.. Directory.EnumerateFiles(folder, "metrics_epoch_*.json").Take(MostFiles).Select(f => LogFiles.Open(new FileInfo(f), Path.GetFileName(f))).Where(f => EpochFile().IsMatch(f.Path))];
        if (epochs.Length > 1) return (new ForeignSource(name, epochs, LogFiles.SettingsIn(folder)), null);
        return Events(folder, name);
    }

    // Keras writes the events of training and validation to folders of these names; the tags tell them apart only there.
    private static (ForeignSource Source, string? Choice)? Events(string folder, string name)
    {
        List<RunFile> events = [.. EventFiles(folder).Select(f => LogFiles.Open(f, f.Name))];
        foreach (string split in Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Where(d => d is "train" or "validation" or "val" or "test" or "eval").Order(StringComparer.Ordinal))
            events.AddRange(EventFiles(Path.Combine(folder, split)).Select(f => LogFiles.Open(f, $"{split}/{f.Name}")));
        return events.Count == 0 ? null : (new ForeignSource(name, events, LogFiles.SettingsIn(folder)), null);
    }

    private static IEnumerable<FileInfo> EventFiles(string folder)
        => Directory.EnumerateFiles(folder, "*tfevents*").Where(f => !f.EndsWith(".profile-empty", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(MostFiles).Select(f => new FileInfo(f));

    private static (string? Folder, int Count) LastCheckpoint(string folder)
    {
        var checkpoints = Directory.EnumerateDirectories(folder, "checkpoint-*")
            .Where(d => File.Exists(Path.Combine(d, "trainer_state.json")) && long.TryParse(Path.GetFileName(d)["checkpoint-".Length..], CultureInfo.InvariantCulture, out _))
            .OrderBy(d => long.Parse(Path.GetFileName(d)["checkpoint-".Length..], CultureInfo.InvariantCulture)).ToList();
        return (checkpoints.LastOrDefault(), checkpoints.Count);
    }

    private static IReadOnlyList<RunFile> Under(string folder, string sub)
    {
        string root = Path.Combine(folder, sub);
        if (!Directory.Exists(root)) return [];
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(MostFiles)
            .Select(f => LogFiles.Open(new FileInfo(f), Path.GetRelativePath(folder, f).Replace('\\', '/')))];
    }

    /// <summary>The files of a folder that can be read as a log with a loss or an accuracy.</summary>
    private static List<FileInfo> Readable(string folder, CancellationToken cancellationToken)
    {
        List<FileInfo> readable = [];
        foreach (FileInfo file in Directory.EnumerateFiles(folder).Take(MostFiles).Where(f => LogFile().IsMatch(f)).Order(StringComparer.Ordinal).Select(f => new FileInfo(f)).Where(f => f.Length is > 0 and <= LargestTried).Take(MostTried))
        {
            try
            {
                ForeignReader.Read(new ForeignSource(file.Name, [LogFiles.Open(file, file.Name)], []), new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
                readable.Add(file);
            }
            catch (DeepFixException)
            {
                // Not a log: a folder holds other files as well.
            }
        }

        return readable;
    }

    private static IEnumerable<string> Below(string folder, int depth)
    {
        if (depth == 0) yield break;
        foreach (string sub in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Take(MostTried))
        {
            if (Path.GetFileName(sub).StartsWith('.')) continue;
            yield return sub;
            if (OfFormat(sub) is not null) continue;
            foreach (string deeper in Below(sub, depth - 1)) yield return deeper;
        }
    }

    private static DeepFixException Several(string folder, IEnumerable<string> names)
    {
        string[] all = [.. names];
        string shown = string.Join(", ", all.Take(20)) + (all.Length > 20 ? FormattableString.Invariant($" and {all.Length - 20} more") : "");
        return new DeepFixException(ErrorCode.ArtifactNotFound, $"'{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}' holds several logs: {shown}.", "Name one of them, or several to have them side by side.");
    }

    [GeneratedRegex(@"\.(csv|tsv|json|jsonl|ndjson|log|txt|dat)(\.gz)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogFile();

    [GeneratedRegex(@"^metrics_epoch_\d{1,7}\.json$", RegexOptions.None, 1000)]
    private static partial Regex EpochFile();
}
