using System.Text.Json;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Mlflow;
using DeepFix.Reports;

namespace DeepFix.Cli.Watch;

/// <summary>Asks MLflow again and again for the runs of an experiment, and analyses each when it has finished. An MLflow that is down for a while ends nothing.</summary>
internal sealed class WatchJob(Terminal terminal, ITrackingStore store, IAnalyst analyst, Subjects subjects, TimeProvider time)
{
    /// <summary>Runs looked at each time, the newest.</summary>
    private const int MostRuns = 1000;

    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private bool _isSilent;

    public required string TrackingUri { get; init; }

    public required string Experiment { get; init; }

    public TimeSpan Interval { get; init; }

    public int? Max { get; init; }

    public bool BeginsWithFinished { get; init; }

    public bool IsJson { get; init; }

    /// <returns>The worst exit code of the runs; being interrupted is how watching ends.</returns>
    /// <exception cref="MlflowException">The experiment cannot be had at the start.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int worst = ExitCode.Done, judged = 0;
        try
        {
            IReadOnlyList<Run> runs = await RunsAsync(cancellationToken);
            if (!BeginsWithFinished) _done.UnionWith(runs.Where(IsOver).Select(r => r.RunId));
            await terminal.Error.WriteLineAsync($"deepfix: watching {SafeText.Line(Experiment)}: {Significant.Text(runs.Count(r => !IsOver(r)))} running, {Significant.Text(_done.Count)} finished before. Interrupt to end.");
            while (true)
            {
                foreach (Run run in runs.Where(IsOver).Reverse())
                {
                    if (!_done.Add(run.RunId)) continue;
                    worst = Math.Max(worst, await OneAsync(run, cancellationToken));
                    if (++judged == Max) return worst;
                }

                await Task.Delay(Interval, time, cancellationToken);
                runs = await AgainAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return worst;
        }
    }

    private static bool IsOver(Run run) => run.Status is MlflowRunStatus.Finished or MlflowRunStatus.Failed or MlflowRunStatus.Killed;

    private async Task<IReadOnlyList<Run>> RunsAsync(CancellationToken cancellationToken)
    {
        List<Run> runs = [];
        await foreach (Run run in RunListing.AllAsync(store, Experiment, MostRuns, cancellationToken)) runs.Add(run);
        return runs;
    }

    /// <summary>The runs; none while MLflow does not answer, which is said once.</summary>
    private async Task<IReadOnlyList<Run>> AgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Run> runs = await RunsAsync(cancellationToken);
            if (_isSilent) await terminal.Error.WriteLineAsync("deepfix: MLflow answers again.");
            _isSilent = false;
            return runs;
        }
        catch (MlflowException failure)
        {
            if (!_isSilent) await terminal.Error.WriteLineAsync($"deepfix: {SafeText.Line(failure.Message)} Asking on.");
            _isSilent = true;
            return [];
        }
    }

    private async Task<int> OneAsync(Run run, CancellationToken cancellationToken)
    {
        Subject subject = subjects.InMlflow(TrackingUri, run.RunId, new FileNames()) with { Name = run.Name };
        var batch = new Batch(analyst, new ProgressLine(terminal, time), time);
        int exitCode = ExitCode.Done;
        await foreach (Outcome outcome in batch.RunAsync([subject], cancellationToken))
        {
            exitCode = outcome.ExitCode;
            if (IsJson) await terminal.Out.WriteAsync((JsonSerializer.Serialize(outcome.Result, DeepFixJson.Default.AnalysisResult) + "\n").AsMemory(), cancellationToken);
            else if (outcome.Failure is null) await terminal.Out.WriteAsync((TextReport.Render(outcome.Result, outcome.Title, terminal.Palette, terminal.Width) + "\n").AsMemory(), cancellationToken);
            outcome.Failure?.WriteTo(terminal.Error, subject.Label);
        }

        await terminal.Out.FlushAsync(cancellationToken);
        return exitCode;
    }
}
