using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Mlflow;
using DeepFix.Reports;

namespace DeepFix.Client.Recording;

/// <summary>What happens to a record after the training: it is put somewhere safe, analysed, and the result told. One deadline ends all of it.</summary>
internal sealed class Ending(RecorderOptions options, RunAnalysis local, TimeProvider time)
{
    /// <summary>Patience with a DeepFix server that does not answer at all, or begins to and stalls.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    private readonly long _began = time.GetTimestamp();

    /// <summary>The tracking server that the record goes to; null where it goes to a folder.</summary>
    public static string? ServerOf(RecorderOptions options) => StatedUri(options) is { } uri && IsServer(uri) ? uri : null;

    /// <exception cref="Exception">In strict mode: what went wrong, once the record is safe.</exception>
    public async Task<RecordedRun> RunAsync(FinishedRecord record, RecordedRun told, MlflowException? alreadyFailed, CancellationToken cancellationToken)
    {
        if (ServerOf(options) is not { } uri) return await OfflineAsync(record, told, WhyOffline(StatedUri(options)), cancellationToken);
        try
        {
            if (alreadyFailed is not null) throw alreadyFailed;
            using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            within.CancelAfter(options.Within);
            told = told with { RunId = await new MlflowRecord(options, uri).WriteAsync(record, within.Token) };
        }
        catch (MlflowException failed)
        {
            string folder = Keep(record);
            told = told with { Folder = folder, Warning = $"MLflow at {SafeUri.Of(uri)} did not take the record: {Sentence(failed.Message)} {failed.Remedy} The record is in {folder}. Analyse it with: deepfix analyze {Shell(folder)}" };
            if (options.Mode == RecorderMode.Strict) throw Told(new MlflowUnavailableException(told.Warning, failed.Remedy), told);
            return options.Mode == RecorderMode.Local ? await LocalAsync(told, new FolderRunSource(folder, new FetchLimits()), cancellationToken) : told;
        }

        if (!options.EnableAnalysis) return told;
        return options.Mode == RecorderMode.Local
            ? await LocalAsync(told, new MlflowRunSource(uri, told.RunId), cancellationToken)
            : await AskAsync(told, uri, cancellationToken);
    }

    private async Task<RecordedRun> OfflineAsync(FinishedRecord record, RecordedRun told, string? why, CancellationToken cancellationToken)
    {
        string folder = Keep(record);
        told = told with { Folder = folder, Warning = why is null ? null : $"{why} The record is in {folder}{(options.EnableAnalysis ? "" : $"; analyse it with: deepfix analyze {Shell(folder)}")}." };
        return options.EnableAnalysis ? await LocalAsync(told, new FolderRunSource(folder, new FetchLimits()), cancellationToken) : told;
    }

    private async Task<RecordedRun> LocalAsync(RecordedRun told, RunSource source, CancellationToken cancellationToken)
    {
        try
        {
            return told with { Result = await local.AnalyzeAsync(source, options.Analysis, options.Context, cancellationToken: cancellationToken) };
        }
        catch (DeepFixException failed) when (options.Mode != RecorderMode.Strict)
        {
            return told with { Warning = told.Warning ?? $"The analysis failed: {Sentence(failed.Message)} {Later(told, source.Where)}" };
        }
    }

    private async Task<RecordedRun> AskAsync(RecordedRun told, string uri, CancellationToken cancellationToken)
    {
        var client = new DeepFixClient(options.Server with { ConnectTimeout = Patience < options.Server.ConnectTimeout ? Patience : options.Server.ConnectTimeout });
        bool isKept = false;
        try
        {
            if (await client.ProbeAsync(Patience, cancellationToken) is { } absent) throw absent;
            var request = new AnalysisRequest { RunId = told.RunId, MlflowTrackingUri = SafeUri.Of(uri), AnalysisOptions = options.Analysis, Context = options.Context };
            if (options.AnalysisMode == AnalysisMode.Sync) return told with { Result = await client.AnalyzeAsync(request, Left(), Patience, cancellationToken) };
            AcceptedAnalysis accepted = await client.SubmitAsync(request, Left(), Patience, cancellationToken);
            isKept = accepted.Result is null;
            return accepted.Result is { } result ? told with { Result = result } : told with { RequestId = accepted.RequestId, Pending = FollowAsync(client, accepted) };
        }
        catch (AnalysisException failed)
        {
            told = told with { RequestId = failed.RequestId, Warning = Warning(failed, told, uri) };
            return options.Mode == RecorderMode.Strict ? throw Told(failed, told) : told;
        }
        finally
        {
            if (!isKept) client.Dispose();
        }
    }

    private async Task<AnalysisResult?> FollowAsync(DeepFixClient client, AcceptedAnalysis accepted)
    {
        using (client)
        {
            try
            {
                return await client.WaitAsync(accepted, options.Polling, cancellationToken: CancellationToken.None);
            }
            catch (AnalysisException)
            {
                // The request's id, and how to ask, were printed when it was accepted.
                return null;
            }
        }
    }

    /// <summary>The specification's words where the server is away; what to do in every case.</summary>
    private static string Warning(AnalysisException failed, RecordedRun told, string uri) => failed switch
    {
        ServerUnavailableException => $"DeepFix server unavailable: {Sentence(failed.Message)} Skipping analysis. Training metrics logged to MLflow. {Later(told, uri)}",
        MlflowUnavailableException => $"The DeepFix server cannot reach MLflow: {ErrorText.Paragraph(failed.Message, [], failed.Suggestion)} Skipping analysis. Training metrics logged to MLflow. {Later(told, uri)}",
        AnalysisTimeoutException { RequestId: { } id } => $"{Sentence(failed.Message)} Ask later: deepfix result {id}",
        ValidationException invalid => $"DeepFix refused the request: {ErrorText.Paragraph(failed.Message, invalid.Errors.Select(e => ErrorText.Fault(e.Field, e.Constraint, e.Provided)), failed.Suggestion)} Skipping analysis. {Later(told, uri)}",
        _ => $"DeepFix could not analyse the run: {ErrorText.Paragraph(failed.Message, [], failed.Suggestion)} Skipping analysis. {Later(told, uri)}",
    };

    private static string Later(RecordedRun told, string where) => told.Folder is { } folder
        ? $"Analyse later: deepfix analyze {Shell(folder)}"
        : $"Analyse later: deepfix analyze {told.RunId} --tracking-uri {SafeUri.Of(where)}";

    private static string? WhyOffline(string? uri) => uri is null ? null : $"This recorder writes to MLflow's tracking servers only, not to {SafeUri.Of(uri)}, so it works in local mode.";

    private static string? StatedUri(RecorderOptions options)
        => options.OfflineMode ? null : options.TrackingUri ?? (Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI") is { Length: > 0 } stated ? stated : null);

    private static bool IsServer(string uri) => uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static string Sentence(string text) => text.TrimEnd() is var trimmed && trimmed.Length > 0 && trimmed[^1] is '.' or '!' or '?' ? text.TrimEnd() : text.TrimEnd() + ".";

    private static string Shell(string path) => path.Any(c => !(char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or '\\')) ? $"\"{path}\"" : path;

    private static Exception Told(Exception failure, RecordedRun told)
    {
        failure.Data[nameof(RecordedRun)] = told;
        return failure;
    }

    private string Keep(FinishedRecord record)
    {
        string name = string.Concat((options.RunName ?? options.RunId ?? "run").Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        string stem = Path.Combine(options.OfflineFolder, FormattableString.Invariant($"{record.Started.UtcDateTime:yyyyMMdd-HHmmss}-{name}")), folder = stem;
        for (int i = 2; Directory.Exists(folder); i++) folder = FormattableString.Invariant($"{stem}-{i}");
        record.Files.WriteTo(folder);
        return folder;
    }

    private TimeSpan Left() => options.Within - time.GetElapsedTime(_began) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
}
