using DeepFix.Server.Jobs.Store;

namespace DeepFix.Server.Web;

/// <summary>A job as lists show it.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="RunId">The run.</param>
/// <param name="At">The tracking server.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="IsFinished">Whether it has ended.</param>
/// <param name="Progress">How much is done, 0 to 1.</param>
/// <param name="Verdict">What it came to, or how far it is.</param>
public sealed record JobRow(string RequestId, string RunId, string At, DateTimeOffset Created, bool IsFinished, double Progress, KnownVerdict Verdict)
{
    internal static JobRow Of(Job job) => new(job.RequestId, job.RunId, RunVerdicts.TrackingOf(job), job.CreatedAt, job.IsFinished, job.Progress, RunVerdicts.Of(job));
}
