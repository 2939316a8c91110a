using System.Data.Common;
using DeepFix.Agents;
using DeepFix.Server.Jobs.Store;

namespace DeepFix.Server.Jobs;

/// <summary>Says, while an attempt runs, that it is alive and how far it is; stops it where the store says that it is no longer its own.</summary>
internal sealed class JobPulse : IProgress<AnalysisStage>, IAsyncDisposable
{
    /// <summary>How soon a new stage can be seen.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>Beats after which something is said although nothing is new: well within the lease, and soon enough to notice a cancellation on another replica.</summary>
    private readonly int _silentBeats;

    private readonly JobStore _store;
    private readonly Job _job;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _beating;
    private AnalysisStage _stage, _said;
    private int _beatsSince;

    /// <param name="store">The store.</param>
    /// <param name="job">The attempt.</param>
    /// <param name="stop">What to cancel where the attempt is no longer this worker's.</param>
    /// <param name="lease">Time without a sign of life after which others take over.</param>
    /// <param name="time">The clock.</param>
    public JobPulse(JobStore store, Job job, CancellationTokenSource stop, TimeSpan lease, TimeProvider time)
    {
        (_store, _job, _stop, _silentBeats) = (store, job, stop, Math.Clamp((int)(lease / Beat / 5), 1, 20));
        _beating = Task.Run(() => BeatAsync(time));
    }

    public void Report(AnalysisStage value) => _stage = value;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _beating;
        _over.Dispose();
    }

    private async Task BeatAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token)) await SayAsync();
        }
        catch (OperationCanceledException)
        {
            // The attempt is over.
        }
    }

    private async Task SayAsync()
    {
        AnalysisStage stage = _stage;
        if (stage == _said && ++_beatsSince < _silentBeats) return;
        (_said, _beatsSince) = (stage, 0);
        try
        {
            if (!await _store.PulseAsync(_job, stage.Name, stage.Progress, _over.Token)) await _stop.CancelAsync();
        }
        catch (DbException)
        {
            // The store is away for a moment: the lease is longer than a beat, and whoever takes over in the meantime writes the result instead.
        }
    }
}
