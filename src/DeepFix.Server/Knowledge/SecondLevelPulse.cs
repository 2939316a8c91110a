namespace DeepFix.Server.Knowledge;

/// <summary>Asks the second level at the start and every few seconds whether it answers, so that no question has to find out.</summary>
internal sealed class SecondLevelPulse(SecondLevel secondLevel, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await secondLevel.ProbeAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
