using System.Data.Common;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Knowledge;
using DeepFix.Mlflow;
using DeepFix.Server.Analysis;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Security;

namespace DeepFix.Server.Web;

/// <summary>What is known of runs without analysing them: their tag <c>deepfix.verdict</c>, else what the job store kept.</summary>
internal sealed class RunVerdicts(JobStore store)
{
    /// <summary>The verdicts of some runs of one tracking server.</summary>
    /// <param name="caller">Whose jobs are looked at.</param>
    /// <param name="at">The tracking server.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>A verdict for each run, and whether the job store answered.</returns>
    public async Task<(IReadOnlyDictionary<string, KnownVerdict> Verdicts, bool IsWhole)> OfAsync(Caller caller, TrackingLocation at, IReadOnlyList<Run> runs, CancellationToken cancellationToken)
    {
        IReadOnlyList<Job> jobs = [];
        bool isWhole = true;
        try
        {
            jobs = await store.OfRunsAsync(caller.Name, [.. runs.Select(r => r.RunId)], cancellationToken);
        }
        catch (DbException)
        {
            isWhole = false;
        }

        ILookup<string, Job> byRun = jobs.Where(j => IsOf(j, at)).ToLookup(j => j.RunId, StringComparer.Ordinal);
        return (runs.ToDictionary(r => r.RunId, r => Of(r, byRun[r.RunId]), StringComparer.Ordinal), isWhole);
    }

    /// <summary>An analysis under way that was asked for in the same words; null where there is none.</summary>
    public async Task<string?> UnderWayAsync(Caller caller, AnalysisRequest request, CancellationToken cancellationToken)
    {
        string words = JsonSerializer.Serialize(request, DeepFixJson.Default.AnalysisRequest);
        return (await store.OfRunsAsync(caller.Name, [request.RunId!], cancellationToken)).FirstOrDefault(j => !j.IsFinished && j.Request == words)?.RequestId;
    }

    /// <summary>What a job comes to.</summary>
    public static KnownVerdict Of(Job job) => job.IsFinished
        ? job.State == RequestState.Cancelled ? new KnownVerdict(KnownVerdictKind.None, "Cancelled", null) : Said(job.Verdict, job.RequestId) ?? new KnownVerdict(KnownVerdictKind.Failed, "No result", job.RequestId)
        : new KnownVerdict(KnownVerdictKind.UnderWay, job.State == RequestState.Queued ? "Waiting for its turn" : "Being analysed", job.RequestId);

    /// <summary>The tracking server that a job names; empty where it is not known any more.</summary>
    public static string TrackingOf(Job job)
        => job.Request is { } request ? JsonSerializer.Deserialize(request, DeepFixJson.Default.AnalysisRequest)?.MlflowTrackingUri ?? "" : "";

    private static KnownVerdict Of(Run run, IEnumerable<Job> jobs)
    {
        Job? latest = jobs.FirstOrDefault();
        if (latest is { IsFinished: false }) return Of(latest);
        KnownVerdict? tagged = Said(run.Tags.GetValueOrDefault(ResultLog.VerdictTag), latest?.RequestId);
        return tagged ?? (latest is null ? KnownVerdict.NotAnalyzed : Of(latest));
    }

    // A tag is anybody's text: only words of ours are believed.
    private static KnownVerdict? Said(string? word, string? requestId) => word switch
    {
        null => null,
        "clean" => new KnownVerdict(KnownVerdictKind.Clean, "No fault found", requestId),
        "nothing_to_judge" => new KnownVerdict(KnownVerdictKind.Open, "Nothing could be judged", requestId),
        "failed" => new KnownVerdict(KnownVerdictKind.Failed, "No result", requestId),
        _ when CodePages.Find(word) is { } page => new KnownVerdict(KnownVerdictKind.Fault, page.Title, requestId),
        _ => null,
    };

    private static bool IsOf(Job job, TrackingLocation at) => string.Equals(TrackingOf(job).TrimEnd('/'), at.Uri.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
