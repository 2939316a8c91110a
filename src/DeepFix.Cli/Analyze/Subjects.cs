using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Analyze;

/// <summary>What the arguments of <c>analyze</c> name: an existing folder is a run's artifacts or what a framework left, an existing file a log, everything else a run id.</summary>
internal sealed class Subjects(Terminal terminal, FetchLimits limits, IReadOnlyDictionary<string, string>? map = null)
{
    /// <param name="arguments">Run ids and folders.</param>
    /// <param name="givenUri">What the user said of MLflow; asked only where a run id is among the arguments.</param>
    public IReadOnlyList<Subject> Of(IReadOnlyList<string> arguments, string? givenUri)
    {
        var uri = new Lazy<string>(() => TrackingUri.Resolve(givenUri, terminal));
        var names = new FileNames();
        List<Subject> subjects = [];
        foreach (string argument in arguments)
        {
            string path = terminal.FullPath(argument);
            if (Directory.Exists(path)) subjects.Add(new Subject(argument, names.OfFolder(path), new FolderRunSource(path, limits, map)));
            else if (File.Exists(path)) subjects.Add(new Subject(argument, names.OfFolder(path), new FileRunSource(path, limits, map)));
            else if (LooksLikePath(argument)) throw NoFolder(argument);
            else subjects.Add(InMlflow(uri.Value, argument, names));
        }

        return subjects;
    }

    /// <summary>A run of a tracking store.</summary>
    public Subject InMlflow(string trackingUri, string runId, FileNames names)
        => new(runId, names.Of(runId), new MlflowRunSource(trackingUri, runId, new MlflowOptions(), limits));

    private static bool LooksLikePath(string argument) => argument.Contains('/', StringComparison.Ordinal) || argument.Contains('\\', StringComparison.Ordinal) || argument is "." or ".." || argument.Contains('.', StringComparison.Ordinal);

    private static DeepFixException NoFolder(string argument)
        => new(ErrorCode.MlflowConnectionError, $"There is no file or folder '{argument}'.", "Give a training log, the folder of a run, or a run id with --tracking-uri.");
}
