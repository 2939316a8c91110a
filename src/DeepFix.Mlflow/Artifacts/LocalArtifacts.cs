using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Finds the artifact folder of a run whose store lies on this machine, also where the store was moved since the run was logged.</summary>
public static class LocalArtifacts
{
    private const string ProxyScheme = "mlflow-artifacts:";

    /// <summary>Whether the artifacts of a store on disk are files of this machine: a path, a <c>file:</c> URI, or a URI that an MLflow server resolved to files.</summary>
    public static bool IsLocal(string artifactUri)
    {
        ArgumentNullException.ThrowIfNull(artifactUri);
        if (StartsWith(artifactUri, "file:") || StartsWith(artifactUri, ProxyScheme) || StoreUri.HasDrive(artifactUri))
            return true;
        var colon = artifactUri.IndexOf(':', StringComparison.Ordinal);
        var slash = artifactUri.IndexOf('/', StringComparison.Ordinal);
        return artifactUri.Length > 0 && (colon < 0 || (slash >= 0 && slash < colon));
    }

    /// <summary>
    /// The folder with a run's artifacts. Where the recorded path is not there, the longest end of it that exists beside the store is taken, provided that it holds the run's id.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="storePath">Path of the store: <c>mlflow.db</c> or the <c>mlruns</c> folder.</param>
    /// <returns>The folder, which does not exist where the run logged no artifacts; and a sentence for the user where it is not the recorded one, or where none was found.</returns>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.UnsupportedUri"/> where the artifacts are not on a disk.</exception>
    public static (string Folder, string? Notice) Locate(Run run, string storePath)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(storePath);
        if (!IsLocal(run.ArtifactUri))
            throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"The artifacts of run '{run.RunId}' are at {run.ArtifactUri}, not on a disk.", "Read them from that storage.");
        if (run.RunId is "" or "." or ".." || run.RunId.AsSpan().ContainsAny('/', '\\'))
            throw StoreErrors.Invalid($"'{run.RunId}' is no run id.", "Repair the store; MLflow's run ids are letters and digits.");
        var store = Path.TrimEndingDirectorySeparator(Path.GetFullPath(storePath));
        return StartsWith(run.ArtifactUri, ProxyScheme) ? Proxied(run, store) : Recorded(run, store);
    }

    private static (string Folder, string? Notice) Recorded(Run run, string store)
    {
        var path = StoreUri.WithoutFileScheme(run.ArtifactUri);
        if (Path.IsPathFullyQualified(path) && (Directory.Exists(path) || IsRootThere(path, run)))
            return (Path.GetFullPath(path), null);
        var segments = Segments(path);
        if (LongestEnd(segments, run, BasesOf(store)) is { } found)
            return (found, Path.IsPathFullyQualified(path) || StoreUri.HasDrive(path) ? Moved(run, found) : null);
        return NotFound(run, store, segments, BasesOf(store));
    }

    private static (string Folder, string? Notice) Proxied(Run run, string store)
    {
        var rest = Uri.UnescapeDataString(run.ArtifactUri[ProxyScheme.Length..]);
        if (rest.StartsWith("//", StringComparison.Ordinal))
            rest = rest.IndexOf('/', 2) is > 0 and var slash ? rest[slash..] : "";
        var segments = Segments(rest);
        string[] bases = [.. BasesOf(store).SelectMany(folder => (string[])[Path.Combine(folder, "mlartifacts"), folder])];
        if (LongestEnd(segments, run, bases) is { } found)
            return (found, $"The artifacts of run '{run.RunId}' were logged through an MLflow server ({run.ArtifactUri}); they were read from {found}, beside the store.");
        return NotFound(run, store, segments, bases);
    }

    // A run without artifacts has no folder, although the root of its experiment is where it was.
    private static bool IsRootThere(string path, Run run)
    {
        var folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var root = Path.GetDirectoryName(folder);
        return root is not null && Path.GetFileName(folder) == run.RunId && Path.GetDirectoryName(root) is not null && Directory.Exists(root);
    }

    private static string? LongestEnd(string[] segments, Run run, IReadOnlyList<string> bases) =>
        Find(segments, Array.LastIndexOf(segments, run.RunId), bases) is var (folder, start) ? Path.Combine([folder, .. segments[start..]]) : null;

    /// <summary>The longest end of a path that exists under one of the bases and starts no later than a segment.</summary>
    private static (string Base, int Start)? Find(string[] segments, int latestStart, IReadOnlyList<string> bases)
    {
        for (var start = 0; start <= latestStart; start++)
        {
            foreach (var folder in bases)
            {
                if (Directory.Exists(Path.Combine([folder, .. segments[start..]]))) return (folder, start);
            }
        }
        return null;
    }

    private static (string Folder, string? Notice) NotFound(Run run, string store, string[] segments, IReadOnlyList<string> bases)
    {
        var last = Array.LastIndexOf(segments, run.RunId);
        for (var end = last; end > 0; end--)
        {
            // A folder above the run's was moved along with the store, and the run has none in it: it logged nothing.
            if (Find(segments[..end], end - 1, bases) is var (folder, start))
                return (Path.Combine([folder, .. segments[start..]]), null);
        }
        var guess = last < 0 ? Path.Combine(bases[0], run.RunId, "artifacts") : Path.Combine([bases[0], .. segments[last..]]);
        return (guess, $"The artifacts of run '{run.RunId}' were recorded at {run.ArtifactUri}, which is not on this machine, and none were found beside {store}; copy the artifact folder next to the store.");
    }

    /// <summary>For <c>mlflow.db</c> the folder it lies in; for an mlruns folder itself and the folder it lies in.</summary>
    private static string[] BasesOf(string store)
    {
        var parent = Path.GetDirectoryName(store) ?? store;
        return Directory.Exists(store) ? [store, parent] : [parent];
    }

    private static string Moved(Run run, string found) =>
        $"The artifacts of run '{run.RunId}' were recorded at {run.ArtifactUri}, which is not on this machine; they were read from {found}, beside the store.";

    private static string[] Segments(string path)
    {
        var segments = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        return segments.Contains("..", StringComparer.Ordinal) ? [] : segments;
    }

    private static bool StartsWith(string uri, string scheme) => uri.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);
}
