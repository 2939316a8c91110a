using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using Hangfire;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs;

/// <summary>Starts the workers once the store is ready, with what was unfinished first; stops them before the process ends.</summary>
internal sealed class JobServer(JobDatabase database, JobStore store, JobSweep sweep, JobBackend backend, JobActivator activator, IOptions<ServerOptions> options, ILogger<JobServer> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private BackgroundJobServer? _workers;
    private Task _sweeping = Task.CompletedTask;

    /// <summary>Before the first request is taken.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        await JobSchema.MigrateAsync(database, cancellationToken);
        await backend.PrepareAsync(cancellationToken);
        if (database.IsOursAlone) await store.TakeOverAsync(cancellationToken);
        log.StoreReady(database.Name);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Once the server listens: what may be read depends on where it does.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _workers = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                Activator = activator,
                WorkerCount = options.Value.Jobs.MaxConcurrent,
                // Each look for a cancelled Hangfire job asks its storage; the store's own pulse does that for us.
                CancellationCheckInterval = TimeSpan.FromSeconds(5),
                SchedulePollingInterval = TimeSpan.FromSeconds(5),
                HeartbeatInterval = TimeSpan.FromSeconds(5),
                ServerTimeout = TimeSpan.FromSeconds(30),
                ServerCheckInterval = TimeSpan.FromSeconds(15),
                ShutdownTimeout = TimeSpan.FromSeconds(options.Value.ShutdownSeconds),
            },
            backend.Storage);
        _sweeping = sweep.RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the last request was answered: workers put back what they cannot finish.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _sweeping;
        if (_workers is null) return;
        _workers.SendStop();
        try
        {
            await _workers.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process ends all the same: what a worker still holds is taken up when its lease is over, or at the next start.
            log.StillWorking();
        }
    }

    public void Dispose()
    {
        _workers?.Dispose();
        _stopping.Dispose();
    }
}
