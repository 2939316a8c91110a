using DeepFix.Knowledge.Dense;

namespace DeepFix.Server.Knowledge;

/// <summary>Brings the vectors of the items once, beside the first requests; where that fails it is tried again.</summary>
internal sealed class DensePreparation(DenseSearch search, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await search.PrepareAsync(stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
    }
}
