using System.Text.Json;
using DeepFix.Api;
using DeepFix.Fetch;

namespace DeepFix.Cli.Analyze;

/// <summary>The result that a new one is held against: a file, or what was written back to the run's own folder.</summary>
internal static class EarlierResult
{
    private const long MostBytes = 64L << 20;

    /// <summary>Reads it.</summary>
    /// <param name="given">The file as the user named it; null for the run's own.</param>
    /// <param name="subject">The run.</param>
    /// <param name="terminal">What relative paths count from.</param>
    /// <exception cref="UsageException">There is none, or it is no result.</exception>
    public static AnalysisResult Read(string? given, Subject subject, Terminal terminal)
    {
        if (given is null && subject.Source is not FolderRunSource)
            throw new UsageException("--since needs a file where the run lies in MLflow.", $"Download the run's {ResultLog.JsonPath} and name it: --since result.json.");
        string path = given is null ? Path.Combine(terminal.FullPath(subject.Label), ResultLog.JsonPath) : terminal.FullPath(given);
        var file = new FileInfo(path);
        if (!file.Exists) throw new UsageException($"There is no result '{given ?? path}'.", "Write one first: deepfix analyze RUN --format json > result.json.");
        if (file.Length > MostBytes) throw new UsageException($"'{given ?? path}' is too large for a result.", "Give a file that deepfix analyze --format json wrote.");
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllText(path), DeepFixJson.Default.AnalysisResult) is { } result) return result;
        }
        catch (JsonException)
        {
            // Said below, as for a file that holds null.
        }

        throw new UsageException($"'{given ?? path}' holds no result of one run.", "Give a file that deepfix analyze RUN --format json wrote.");
    }
}
