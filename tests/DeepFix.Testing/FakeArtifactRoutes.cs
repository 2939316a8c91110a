using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>Artifacts of a <see cref="FakeStore"/>: by run, and through the mlflow-artifacts proxy.</summary>
internal sealed class FakeArtifactRoutes(FakeStore store)
{
    /// <summary>artifacts/list: paths are relative to the run's root.</summary>
    public JsonObject List(JsonObject request)
    {
        var run = store.Run(FakeJson.RunId(request));
        string folder = Checked(FakeJson.Text(request, "path") ?? "").Trim('/');
        var answer = new JsonObject { ["root_uri"] = run.ArtifactUri };
        AddFiles(answer, run, folder, withFolder: true);
        return answer;
    }

    /// <summary>/get-artifact.</summary>
    public FakeAnswer Get(JsonObject request, string? range)
    {
        string given = FakeJson.Text(request, "path") ?? throw new FakeErrorException(400, code: null, "path");
        var run = store.FindRun(FakeJson.RunId(request)) ?? throw FakeErrorException.Missing($"Run with id={FakeJson.RunId(request)} not found");
        string path = Checked(given);
        if (IsFolder(run, path)) throw FakeErrorException.Invalid($"Artifact path refers to a directory, not a file: '{path}'.");
        return Send(Find(run, path), range);
    }

    /// <summary>List of the proxy: only the last segment of each path.</summary>
    public JsonObject ProxyList(string path)
    {
        var answer = new JsonObject();
        if (path.Length == 0)
        {
            answer["files"] = new JsonArray([.. store.Experiments.Select(static e => (JsonNode)new JsonObject { ["path"] = e.Id, ["is_dir"] = true })]);
            return answer;
        }

        var (run, rest) = Locate(Checked(path));
        AddFiles(answer, run, rest, withFolder: false);
        return answer;
    }

    public FakeAnswer ProxyGet(string path, string? range)
    {
        var (run, rest) = Locate(Checked(path));
        return IsFolder(run, rest) ? FakeAnswer.Detail(400, $"Artifact path refers to a directory, not a file: '{path}'.") : Send(Find(run, rest), range);
    }

    public FakeAnswer ProxyPut(string path, byte[] content)
    {
        if (path.EndsWith('/')) return FakeAnswer.Detail(400, "Artifact path must include a filename (cannot end with '/').");

        var (run, rest) = Locate(Checked(path));
        if (IsFolder(run, rest)) return FakeAnswer.Text(500, "Internal Server Error");

        run.Artifacts[rest] = FakeArtifact.Of(content);
        return FakeAnswer.Empty;
    }

    public FakeAnswer ProxyDelete(string path)
    {
        var (run, rest) = Locate(Checked(path));
        foreach (string file in run.Artifacts.Keys.Where(k => k == rest || k.StartsWith(rest + "/", StringComparison.Ordinal)).ToArray())
            _ = run.Artifacts.Remove(file);
        return FakeAnswer.Json([]);
    }

    /// <summary>/ajax-api/2.0/mlflow/upload-artifact.</summary>
    public FakeAnswer Upload(JsonObject request, byte[] content)
    {
        var run = store.Writable(FakeJson.RunId(request));
        run.Artifacts[Checked(FakeJson.Text(request, "path") is { Length: > 0 } path ? path : throw FakeErrorException.Required("path"))] = FakeArtifact.Of(content);
        return FakeAnswer.Empty;
    }

    private static void AddFiles(JsonObject answer, FakeRun run, string folder, bool withFolder)
    {
        string prefix = folder.Length == 0 ? "" : folder + "/";
        var below = run.Artifacts.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(a => (Tail: a.Key[prefix.Length..], a.Value));
        var files = new JsonArray();
        foreach (var group in below.GroupBy(static a => a.Tail.Split('/')[0], StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var (rest, artifact) = group.First();
            bool isFolder = rest.Contains('/', StringComparison.Ordinal);
            var file = new JsonObject { ["path"] = (withFolder ? prefix : "") + group.Key, ["is_dir"] = isFolder };

            // A length of 0 is protobuf's default and left out.
            if (!isFolder && artifact.Length > 0) file["file_size"] = artifact.Length;
            files.Add(file);
        }

        if (files.Count > 0) answer["files"] = files;
    }

    private static bool IsFolder(FakeRun run, string path) => path.Length == 0 || run.Artifacts.Keys.Any(k => k.StartsWith(path + "/", StringComparison.Ordinal));

    private static FakeArtifact Find(FakeRun run, string path) => run.Artifacts.TryGetValue(path, out var found) ? found : throw FakeErrorException.Missing($"No such artifact: '{path}'");

    private static FakeAnswer Send(FakeArtifact artifact, string? range)
    {
        var whole = new FakeAnswer(200, "application/octet-stream", []) { File = artifact, Length = artifact.Length };
        if (range is null || !range.StartsWith("bytes=", StringComparison.Ordinal)) return whole;

        string[] ends = range["bytes=".Length..].Split('-');
        long? first = long.TryParse(ends[0], CultureInfo.InvariantCulture, out long f) ? f : null;
        long? last = long.TryParse(ends[1], CultureInfo.InvariantCulture, out long l) ? l : null;
        long from = first ?? Math.Max(0, artifact.Length - last.GetValueOrDefault());
        long to = first is null ? artifact.Length - 1 : Math.Min(last ?? long.MaxValue, artifact.Length - 1);
        if (from >= artifact.Length) return FakeAnswer.Text(416, "");

        var header = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{artifact.Length}");
        return whole with { Status = 206, From = from, Length = to - from + 1, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Range"] = header } };
    }

    // A proxied path is <experiment>/<run>/artifacts/<path>.
    private (FakeRun Run, string Within) Locate(string path)
    {
        string[] parts = path.Trim('/').Split('/', 4);
        if (parts is not [_, var id, "artifacts", ..] || store.FindRun(id) is not { } run) throw FakeErrorException.Missing($"No such artifact: '{path}'");
        return (run, parts.Length > 3 ? parts[3] : "");
    }

    // MLflow decodes until nothing changes any more, and only then looks for ways out.
    private static string Checked(string path)
    {
        string decoded = path;
        for (string before = ""; before != decoded;)
            (before, decoded) = (decoded, Uri.UnescapeDataString(decoded));

        bool leaves = decoded.Split('/').Contains("..", StringComparer.Ordinal) || decoded.StartsWith('/') || decoded.Contains('#', StringComparison.Ordinal)
            || decoded.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || decoded is [_, ':', '\\', ..];
        return leaves ? throw FakeErrorException.Invalid("Invalid path") : string.Join('/', decoded.Split('/').Where(static part => part is not ("" or ".")));
    }
}
