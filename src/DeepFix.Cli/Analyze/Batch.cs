using System.Runtime.CompilerServices;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>Several runs side by side. Outcomes come in the order of the subjects; a run that fails is an outcome, and stops no other.</summary>
internal sealed class Batch(IAnalyst analyst, ProgressLine progress, TimeProvider time)
{
    /// <summary>A run from far away waits more than it computes, so there are always a few at once.</summary>
    private static readonly int AtOnce = Math.Clamp(Environment.ProcessorCount, 4, 8);

    public async IAsyncEnumerable<Outcome> RunAsync(IReadOnlyList<Subject> subjects, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        progress.Begin(subjects.Count);
        Task<Outcome>[] running = [.. subjects.Select(s => Task.Run(() => OneAsync(s, gate, cancellationToken), CancellationToken.None))];
        try
        {
            foreach (Task<Outcome> run in running) yield return await run;
        }
        finally
        {
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            progress.End();
        }
    }

    private async Task<Outcome> OneAsync(Subject subject, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            (AnalysisResult result, string? name) = await analyst.AnalyzeAsync(subject, progress.Of(subject), cancellationToken);
            return new Outcome(subject, name, result, Failure: null);
        }
#pragma warning disable CA1031 // One run's failure is its own outcome; the caller's cancellation alone ends all.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Outcome.Failed(subject, subject.Name, exception, time.GetUtcNow());
        }
        finally
        {
            gate.Release();
            progress.Finished();
        }
    }
}
