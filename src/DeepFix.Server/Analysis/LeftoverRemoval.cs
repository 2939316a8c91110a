namespace DeepFix.Server.Analysis;

/// <summary>Removes, at start, what killed processes left in the folder for temporary files.</summary>
internal sealed class LeftoverRemoval(WorkFolder work) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        work.RemoveLeftovers();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
