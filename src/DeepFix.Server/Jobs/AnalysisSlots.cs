using System.Globalization;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs;

/// <summary>How many analyses run at once here, and how many wait for their answer. First come, first served; jobs and synchronous requests share the slots.</summary>
internal sealed class AnalysisSlots(IOptions<ServerOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>What a new observation weighs in the mean duration.</summary>
    private const double Weight = 0.2;

    private const double FirstGuessSeconds = 2, LongestHintSeconds = 300;

    private readonly SemaphoreSlim _free = new(options.Value.Jobs.MaxConcurrent);
    private readonly Lock _gate = new();
    private double _meanSeconds = FirstGuessSeconds;
    private int _waiting;

    /// <summary>Analyses that run now.</summary>
    public int InFlight => options.Value.Jobs.MaxConcurrent - _free.CurrentCount;

    /// <summary>Synchronous requests that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for a slot, however long: for work that was accepted.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Slot(this, time.GetTimestamp());
    }

    /// <summary>Takes a slot, or waits for one where few enough wait already.</summary>
    /// <param name="queued">Analyses that wait in the job store.</param>
    /// <param name="patience">How long the caller can wait.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">RATE_LIMIT_EXCEEDED: too many wait, or the wait took all of the caller's time.</exception>
    public async Task<IDisposable> EnterAsync(Func<CancellationToken, Task<int>> queued, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None)) return new Slot(this, time.GetTimestamp());
        int before = Interlocked.Increment(ref _waiting) - 1 + await queued(cancellationToken);
        try
        {
            if (before >= options.Value.Jobs.MaxQueued) throw Full(before);
            using var over = new CancellationTokenSource(patience < TimeSpan.Zero ? TimeSpan.Zero : patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
            try
            {
                await _free.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Full(before);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return new Slot(this, time.GetTimestamp());
    }

    /// <summary>The refusal of one analysis too many, with the time after which a place should be free.</summary>
    /// <param name="waiting">How many wait.</param>
    public DeepFixException Full(int waiting)
    {
        JobOptions jobs = options.Value.Jobs;
        double wait = Math.Clamp(Math.Ceiling(MeanSeconds() * (waiting + 1) / jobs.MaxConcurrent), 1, LongestHintSeconds);
        return new DeepFixException(
            ErrorCode.RateLimitExceeded,
            string.Create(CultureInfo.InvariantCulture, $"{jobs.MaxConcurrent} analyses run and {waiting} wait: the server takes no more just now."),
            string.Create(CultureInfo.InvariantCulture, $"Send the request again in {wait} s. With 'Prefer: respond-async' it is kept and worked on in its turn, once it is accepted."),
            new JsonObject { ["limit"] = jobs.MaxConcurrent, ["in_flight"] = InFlight, ["retry_after"] = wait });
    }

    private double MeanSeconds()
    {
        lock (_gate) return _meanSeconds;
    }

    private void Leave(long entered)
    {
        double seconds = time.GetElapsedTime(entered).TotalSeconds;
        lock (_gate) _meanSeconds += Weight * (seconds - _meanSeconds);
        _free.Release();
    }

    private sealed class Slot(AnalysisSlots slots, long entered) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) slots.Leave(entered);
        }
    }

    public void Dispose() => _free.Dispose();
}
