using DeepFix.Api;

namespace DeepFix.Client.Http;

/// <summary>Asks after an accepted analysis until it ends or the waiting time is over.</summary>
internal sealed class Polling(DeepFixClient client, TimeProvider time, PollingConfig config)
{
    public async Task<AnalysisResult> WaitAsync(AcceptedAnalysis accepted, long? deadline, IProgress<RequestStatus>? progress, CancellationToken cancellationToken)
    {
        long end = Earlier(time.GetTimestamp() + (long)(config.MaxWaitTime.TotalSeconds * time.TimestampFrequency), deadline);
        AnalysisException? last = null;
        TimeSpan interval = config.InitialInterval;
        await WaitAsync(accepted.RetryAfter ?? TimeSpan.Zero, end, cancellationToken);
        while (Left(end) > TimeSpan.Zero)
        {
            TimeSpan? asked = null;
            try
            {
                (RequestStatus status, asked) = await client.StatusAsync(accepted.RequestId, end, cancellationToken);
                progress?.Report(status);
                if (status.Status is RequestState.Completed or RequestState.Partial) return await client.GetResultAsync(accepted.RequestId, cancellationToken);
                if (status.Status is RequestState.Failed or RequestState.Cancelled) throw Refusals.OfEnded(status);
                last = null;
            }
            catch (AnalysisException failed) when (failed.IsTransient && failed.RequestId is null)
            {
                // What was accepted goes on, whatever became of this question.
                last = failed;
            }

            await WaitAsync(asked > interval ? asked.Value : interval, end, cancellationToken);
            interval = config.After(interval);
        }

        throw GivenUp(accepted.RequestId, last);
    }

    private async Task WaitAsync(TimeSpan wait, long end, CancellationToken cancellationToken)
    {
        TimeSpan left = Left(end);
        TimeSpan clipped = wait < left ? wait : left;
        if (clipped > TimeSpan.Zero) await Task.Delay(clipped, time, cancellationToken);
    }

    private AnalysisTimeoutException GivenUp(string requestId, AnalysisException? last) => new(
        $"Analysis did not complete within {Significant.Text(config.MaxWaitTime.TotalSeconds)}s. It goes on: its request id is {requestId}.",
        $"Ask later: deepfix result {requestId}",
        last) { IsTransient = true, RequestId = requestId };

    private TimeSpan Left(long end) => time.GetElapsedTime(time.GetTimestamp(), end);

    private static long Earlier(long one, long? other) => other is { } end && end < one ? end : one;
}
