using System.Globalization;
using DeepFix.Artifacts;
using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Declared stopping rules that the log contradicts, and rules that it follows.</summary>
internal static class EarlyStoppingCases
{
    private const string Code = Codes.EarlyStoppingMisconfigured;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "validation loss did not improve for longer than the patience and three evaluations", (run, _) => LongestWait(run) is >= 5 and var wait ? Stopping(run, wait - 3) : null),
        Fault(Code, "the same, with the metric named by Keras and a least improvement", (run, _) => LongestWait(run) is >= 6 and var wait ? Stopping(run, wait - 4).Declaring("early_stopping_monitor", "val_loss").Declaring("early_stopping_min_delta", "1e-7") : null),
        Fault(Code, "a loss is watched with mode max", (run, _) => Stopping(run, 5).Declaring("early_stopping_monitor", "val_loss").Declaring("early_stopping_mode", "max")),
        Fault(Code, "an accuracy is watched with mode min", (run, _) => run.Has("val_accuracy") ? Stopping(run, 5).Declaring("monitor", "val_acc").Declaring("mode", "min") : null),
        Fault(Code, "training ended at a new best, long before the planned end", (run, _) => EarlyBest(run) is { } at ? Stopping(run.WithRows(Enumerable.Range(0, at + 1)), 10) with { Status = RunStatus.Finished } : null),
        Fault(Code, "the least improvement that counts is twice the improvement of the whole run", (run, _) => Gain(run) is { } gain ? Stopping(run, run.Rows.Count - 1).Declaring("min_delta", RecordedRun.Text(2 * gain)) : null),
        Fault(Code, "the patience is longer than the training", (run, _) => Stopping(run, run.Rows.Count + 10)),
        Fault(Code, "the watched metric was never logged", (run, _) => Stopping(run, 5).Declaring("early_stopping_monitor", "val_dice_macro")),
        NearMiss(Code, "the patience runs out exactly at the end", (run, _) => Exhausted(run, 4) is { } end ? Stopping(run.WithRows(Enumerable.Range(0, end + 1)), 4) : null),
        NearMiss(Code, "training ends one evaluation after the patience", (run, _) => Exhausted(run, 3) is { } end && Waits(run)![end + 1] > 0 ? Stopping(run.WithRows(Enumerable.Range(0, end + 2)), 3) : null),
        NearMiss(Code, "a least number of epochs keeps the rule from acting", (run, _) => Stopping(run, 2).Declaring("min_epochs", Count(run.Rows.Count + 1)).Declaring("num_epochs", Count(run.Rows.Count))),
        NearMiss(Code, "the run was killed", (run, _) => EarlyBest(run) is { } at ? Stopping(run.WithRows(Enumerable.Range(0, at + 1)), 10) with { Status = RunStatus.Killed } : null),
        NearMiss(Code, "every third epoch was logged, so that the rule cannot be followed", (run, _) => LongestWait(run) is { } wait && wait + 2 < run.Rows.Count ? Stopping(run.WithRows(Enumerable.Range(0, run.Rows.Count).Where(i => i % 3 == 0)), 1).Declaring("num_epochs", Count(run.Rows.Count)) : null),
        NearMiss(Code, "the patience is that of a plateau schedule", (run, _) => run.Declaring("scheduler", "ReduceLROnPlateau").Declaring("patience", "1")),
        NearMiss(Code, "early stopping is switched off", (run, _) => run.Declaring("early_stopping", "false").Declaring("patience", "1")),
        NearMiss(Code, "the patience is longer than any wait", (run, _) => LongestWait(run) is { } wait && wait + 2 < run.Rows.Count ? Stopping(run, wait + 1) : null),
        NearMiss(Code, "the best model is chosen by accuracy, in the right direction", (run, _) => run.Has("val_accuracy") ? run.Declaring("metric_for_best_model", "eval_accuracy").Declaring("greater_is_better", "true") : null),
        NearMiss(Code, "nothing is declared", (run, _) => run),
    ];

    private static string Count(double number) => number.ToString("F0", CultureInfo.InvariantCulture);

    private static RecordedRun Stopping(RecordedRun run, double patience) => run.Declaring("early_stopping_patience", Count(patience));

    private static double[]? Watched(RecordedRun run)
    {
        double[] losses = run.Numbers("val_loss");
        return losses.Length >= 12 && losses.All(double.IsFinite) ? losses : null;
    }

    private static int[]? Waits(RecordedRun run)
    {
        if (Watched(run) is not { } losses) return null;
        var waits = new int[losses.Length];
        double best = losses[0];
        for (int i = 1; i < losses.Length; i++)
        {
            waits[i] = losses[i] < best ? 0 : waits[i - 1] + 1;
            best = Math.Min(best, losses[i]);
        }

        return waits;
    }

    private static int? LongestWait(RecordedRun run) => Waits(run)?.Max();

    /// <summary>The record at which a patience has just run out.</summary>
    private static int? Exhausted(RecordedRun run, int patience) => Waits(run) is { } waits && Array.IndexOf(waits, patience) is > 0 and var at && at < waits.Length - 2 ? at : null;

    /// <summary>A record in the first half, not the first, with the best loss so far, and no wait of ten before it.</summary>
    private static int? EarlyBest(RecordedRun run)
    {
        if (Waits(run) is not { } waits) return null;
        int at = Array.FindLastIndex(waits, waits.Length / 2, w => w == 0);
        return at >= 5 && waits[..at].Max() < 10 ? at : null;
    }

    private static double? Gain(RecordedRun run)
        => Watched(run) is { } losses && losses[0] - losses.Min() is var gain && gain > 0.1 * Math.Abs(losses[0]) ? gain : null;
}
