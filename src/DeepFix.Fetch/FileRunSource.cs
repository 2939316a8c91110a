using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Fetch.Foreign;

namespace DeepFix.Fetch;

/// <summary>A training log on this machine, in any format that <see cref="Artifacts.Foreign.ForeignReader"/> reads; settings that lie beside it are read too.</summary>
/// <param name="file">The file; gzip is unpacked.</param>
/// <param name="limits">What may be read.</param>
/// <param name="map">Columns by metric of the contract, where the caller corrects them.</param>
public sealed class FileRunSource(string file, FetchLimits limits, IReadOnlyDictionary<string, string>? map = null) : RunSource
{
    /// <inheritdoc/>
    public override string Where => file;

    /// <inheritdoc/>
    public override string RunId => Path.GetFileName(file);

    /// <inheritdoc/>
    public override Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var log = new FileInfo(file);
        if (!log.Exists) throw new DeepFixException(ErrorCode.RunNotFound, $"There is no file '{file}'.", "Give a training log, the folder of a run, or a run id with --tracking-uri.", new JsonObject { ["run_id"] = RunId });
        return Task.FromResult(LogFiles.Read(LogFiles.OfFile(log), RunId, map, limits, cancellationToken));
    }
}
