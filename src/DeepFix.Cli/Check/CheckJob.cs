using DeepFix.Api;
using DeepFix.Checking;
using DeepFix.Cli.Analyze;
using DeepFix.Cli.Compare;
using DeepFix.Fetch;

namespace DeepFix.Cli.Check;

/// <summary>Analyses runs, holds them against a baseline where there is one, and judges them by a rule.</summary>
internal sealed class CheckJob(Terminal terminal, IAnalyst analyst, IComparer comparer, CheckRule rule)
{
    /// <param name="subjects">The runs to check.</param>
    /// <param name="baseline">The run that they must not fall behind; null: none.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The checks, in the order of the subjects, and the worst exit code.</returns>
    public async Task<(IReadOnlyList<CheckedRun> Runs, int ExitCode)> RunAsync(IReadOnlyList<Subject> subjects, Subject? baseline, CancellationToken cancellationToken)
    {
        Subject[] all = baseline is null ? [.. subjects] : [baseline, .. subjects];
        List<Outcome> outcomes = [];
        var batch = new Batch(analyst, new ProgressLine(terminal, TimeProvider.System), TimeProvider.System);
        await foreach (Outcome outcome in batch.RunAsync(all, cancellationToken)) outcomes.Add(outcome);
        Outcome? held = baseline is null ? null : outcomes[0];
        if (held?.Failure is { } failure) throw new BaselineException(failure);
        List<CheckedRun> checks = [];
        foreach (Outcome outcome in outcomes.Skip(baseline is null ? 0 : 1)) checks.Add(await OneAsync(outcome, held, cancellationToken));
        foreach (Outcome outcome in outcomes.Where(o => o.Failure is not null)) outcome.Failure!.WriteTo(terminal.Error, outcome.Subject.Label);
        return (checks, checks.Zip(outcomes.Skip(baseline is null ? 0 : 1)).Max(c => ExitCodeOf(c.First, c.Second)));
    }

    private async Task<CheckedRun> OneAsync(Outcome outcome, Outcome? baseline, CancellationToken cancellationToken)
    {
        bool isCompared = baseline is not null && outcome.Failure is null && outcome.Subject.Label != baseline.Subject.Label;
        ComparisonResult? comparison = isCompared
            ? await comparer.CompareAsync([baseline!.Subject, outcome.Subject], new ComparisonOptions { Baseline = baseline.Subject.Label }, cancellationToken)
            : null;
        // A folder goes by its name in a result, and by its path in a comparison.
        if (comparison is not null) comparison = comparison with { Runs = [.. comparison.Runs.Select(r => r.RunId == outcome.Subject.Label ? r with { RunId = outcome.Result.RunId } : r)] };
        return RunCheck.Judge(outcome.Result, outcome.Title, rule, baseline?.Result, comparison);
    }

    private static int ExitCodeOf(CheckedRun check, Outcome outcome) => (outcome.Failure, check.Outcome) switch
    {
        ({ } failure, _) => failure.ExitCode,
        (_, CheckOutcome.Passed) => ExitCode.Done,
        (_, CheckOutcome.Failed) => ExitCode.Findings,
        _ => ExitCode.CouldNotJudge,
    };
}
