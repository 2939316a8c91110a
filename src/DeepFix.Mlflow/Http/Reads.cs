using Polly;
using Polly.Retry;

namespace DeepFix.Mlflow.Http;

/// <summary>Reads again what failed in a way that may go away: at most so many times, waiting longer each time, or as long as the server asks, and never past the time that the client has.</summary>
internal sealed class Reads
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly TimeSpan? _within;
    private readonly long _began;
    private readonly ResiliencePipeline _pipeline;

    public Reads(MlflowOptions options, TimeProvider time)
    {
        (_time, _within, _began) = (time, options.RetryWithin, time.GetTimestamp());
        _pipeline = options.Retries < 1 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstWait,
            MaxDelay = LongestWait,
            UseJitter = true,
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is MlflowException failure && IsWorthIt(failure)),
            DelayGenerator = static outcome => ValueTask.FromResult((outcome.Outcome.Exception as MlflowException)?.RetryAfter),
        }).Build();
    }

    /// <summary>Runs a read that may be repeated without harm.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => await _pipeline.ExecuteAsync(static async (state, token) => await state(token), read, cancellationToken);

    // A name that does not resolve now will hardly do so in a second, and a host that is left alone is left alone for longer than that.
    private bool IsWorthIt(MlflowException failure) =>
        failure is { IsTransient: true, IsLeftAlone: false, Code: not MlflowErrorCode.NameNotResolved } && (failure.RetryAfter ?? TimeSpan.Zero) < Left;

    private TimeSpan Left => _within is { } within ? within - _time.GetElapsedTime(_began) : TimeSpan.MaxValue;
}
