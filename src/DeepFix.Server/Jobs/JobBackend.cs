using Hangfire;

namespace DeepFix.Server.Jobs;

/// <summary>What Hangfire keeps its queue in.</summary>
/// <param name="storage">The storage.</param>
/// <param name="prepare">What has to happen before it is used.</param>
internal sealed class JobBackend(JobStorage storage, Func<CancellationToken, Task>? prepare = null)
{
    public JobStorage Storage => storage;

    public Task PrepareAsync(CancellationToken cancellationToken) => prepare?.Invoke(cancellationToken) ?? Task.CompletedTask;
}
