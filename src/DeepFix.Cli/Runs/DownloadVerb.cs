using System.CommandLine;
using System.Globalization;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Reports;

namespace DeepFix.Cli.Runs;

/// <summary><c>deepfix runs download</c>.</summary>
internal static class DownloadVerb
{
    /// <summary>The user asks for everything, whatever its size: analysis limits do not hold here.</summary>
    private static readonly DownloadLimits Everything = new() { MaxFileBytes = long.MaxValue, MaxTotalBytes = long.MaxValue, MaxFiles = int.MaxValue, MaxFolders = int.MaxValue, Timeout = TimeSpan.FromHours(24) };

    public static Command Build(Terminal terminal)
    {
        var runId = new Argument<string>("run") { HelpName = "run-id", Description = "The run." };
        Option<string?> trackingUri = TrackingUri.Option();
        var target = new Option<string?>("--out", "-o") { HelpName = "DIR", Description = "Where to put its artifacts. Default: a folder named after the run id." };
        var command = new Command("download", "Download all artifacts of a run.") { runId, trackingUri, target };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using MlflowClient client = MlflowClient.Open(TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal));
            Run run = await client.Store.GetRunAsync(parsed.GetRequiredValue(runId), cancellationToken);
            string folder = terminal.FullPath(parsed.GetValue(target) ?? new Analyze.FileNames().Of(run.RunId));
            IArtifactRepository repository = client.ArtifactsOf(run, warning => terminal.Error.WriteLine($"deepfix: note: {SafeText.Line(warning)}"));
            DownloadResult result = await new ArtifactDownloader(repository, Everything).DownloadAllAsync(folder, Progress(terminal), cancellationToken);
            if (terminal.ShowsProgress) await terminal.Error.WriteAsync("\r\u001b[K");
            return await ReportAsync(terminal, result, folder, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ReportAsync(Terminal terminal, DownloadResult result, string folder, CancellationToken cancellationToken)
    {
        foreach (DownloadedFile file in result.Files)
            await terminal.Out.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{SafeText.Line(file.ArtifactPath)}  {file.Size} bytes{Renamed(file, folder)}\n").AsMemory(), cancellationToken);
        await terminal.Out.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Files.Count} {(result.Files.Count == 1 ? "file" : "files")}, {result.Files.Sum(f => f.Size)} bytes in {SafeText.Line(folder)}\n").AsMemory(), cancellationToken);
        foreach (SkippedFile skipped in result.Skipped) await terminal.Error.WriteLineAsync($"deepfix: {SafeText.Line($"{skipped.ArtifactPath} was not downloaded: {skipped.Message}")}");
        return result.Skipped.Count == 0 ? ExitCode.Done : ExitCode.OutOfReach;
    }

    private static string Renamed(DownloadedFile file, string folder)
    {
        string local = Path.GetRelativePath(folder, file.LocalPath).Replace('\\', '/');
        return local == file.ArtifactPath ? "" : $"  as {SafeText.Line(local)}";
    }

    private static IProgress<DownloadProgress>? Progress(Terminal terminal) => terminal.ShowsProgress ? new LineProgress(terminal) : null;

    private sealed class LineProgress(Terminal terminal) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            string line = SafeText.Line(string.Create(CultureInfo.InvariantCulture, $"[{value.FilesDone}/{value.FilesTotal}] {value.BytesTransferred >> 20} MB {value.Path}"));
            terminal.Error.Write("\r\u001b[K" + line[..Math.Min(line.Length, terminal.Width - 1)]);
        }
    }
}
