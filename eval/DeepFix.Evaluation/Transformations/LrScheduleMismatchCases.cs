using System.Globalization;
using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Declared schedules beside learning rates that they do not, or do, allow.</summary>
internal static class LrScheduleMismatchCases
{
    private const string Code = Codes.LrScheduleMismatch;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "a cosine is declared, the rate stands still: step() is never called", (run, _) => Logged(run, "CosineAnnealingLR", (_, _) => 1)),
        Fault(Code, "no schedule is declared, the rate is annealed", (run, _) => Logged(run, "none", Cosine)),
        Fault(Code, "a cosine of half the training rises again", (run, _) => Logged(run, "cosine", (i, n) => Cosine(2 * i, n))),
        Fault(Code, "a plateau schedule is declared, the rate falls at every epoch", (run, _) => Logged(run, "ReduceLROnPlateau", Cosine)),
        Fault(Code, "one cycle is declared, its rising half is not there", (run, _) => Logged(run, "OneCycleLR", Cosine)),
        Fault(Code, "a step after each quarter is declared, the rate stands still", (run, _) => Logged(run, "StepLR", (_, _) => 1)?.Declaring("step_size", Count(run.Rows.Count / 4))),
        Fault(Code, "a linear fall is declared, the rate drops twice", (run, _) => Logged(run, "get_linear_schedule_with_warmup", Stepped)),
        Fault(Code, "an exponential is declared, the rate stands still", (run, _) => Logged(run, "ExponentialLR", (_, _) => 1)),
        Fault(Code, "four epochs of warm-up are declared, the rate begins at its peak", (run, _) => Logged(run, "cosine", Cosine)?.Declaring("warmup_epochs", "4")),
        Fault(Code, "warm restarts are declared, the rate stands still", (run, _) => Logged(run, "CosineAnnealingWarmRestarts", (_, _) => 1)),
        NearMiss(Code, "a cosine after a warm-up", (run, _) => Logged(run, "cosine", (i, n) => i < 4 ? (i + 1) / 4.0 : Cosine(i - 4, n - 4))?.Declaring("warmup_epochs", "4")),
        NearMiss(Code, "a cosine after a warm-up that is not declared", (run, _) => Logged(run, "CosineAnnealingLR", (i, n) => i < 3 ? (i + 1) / 3.0 : Cosine(i - 3, n - 3))),
        NearMiss(Code, "true warm restarts", (run, _) => Logged(run, "CosineAnnealingWarmRestarts", (i, n) => Cosine(i % (n / 3), n / 3))),
        NearMiss(Code, "a plateau schedule that cut twice", (run, _) => Logged(run, "ReduceLROnPlateau", Stepped)),
        NearMiss(Code, "a plateau schedule that had no reason to cut", (run, _) => Logged(run, "ReduceLROnPlateau", (_, _) => 1)),
        NearMiss(Code, "a step schedule whose first step lies beyond the training", (run, _) => Logged(run, "StepLR", (_, _) => 1)?.Declaring("step_size", Count(2 * run.Rows.Count))),
        NearMiss(Code, "one whole cycle", (run, _) => Logged(run, "OneCycleLR", (i, n) => i < n / 3 ? (1.0 + i) / (n / 3) : Cosine(i - (n / 3), n - (n / 3)))),
        NearMiss(Code, "a cosine that was stopped early", (run, _) => Logged(run, "cosine", Cosine)?.WithRows(Enumerable.Range(0, run.Rows.Count * 2 / 5))),
        NearMiss(Code, "a constant rate after a warm-up", (run, _) => Logged(run, "constant_with_warmup", (i, _) => Math.Min(1, (i + 1) / 4.0))),
        NearMiss(Code, "a linear fall of which every second epoch is logged", (run, _) => Logged(run, "linear", (i, n) => 1 - ((double)i / n))?.WithRows(Enumerable.Range(0, run.Rows.Count).Where(i => i % 2 == 0))),
        NearMiss(Code, "a step schedule of single epochs, which is an exponential", (run, _) => Logged(run, "StepLR", (i, _) => Math.Pow(0.9, i))),
        NearMiss(Code, "a cosine with a floor of half the rate", (run, _) => Logged(run, "CosineAnnealingLR", (i, n) => 0.6 + (0.4 * Cosine(i, n)))?.Declaring("eta_min", RecordedRun.Text(0.6 * run.Numbers("learning_rate")[0]))),
        NearMiss(Code, "a constant rate written with varying digits", (run, _) => Logged(run, "none", (i, _) => 1 + (0.001 * (i % 2)))),
        NearMiss(Code, "the schedule that the run had", (run, _) => run.Has("learning_rate") ? run : null),
    ];

    private static RecordedRun? Logged(RecordedRun run, string scheduler, Func<int, int, double> share)
    {
        if (!run.Has("learning_rate") || run.Rows.Count < 15) return null;
        double first = run.Numbers("learning_rate")[0];
        RecordedRun plain = run with { Parameters = [.. run.Parameters.Where(l => !l.StartsWith("scheduler", StringComparison.Ordinal))] };
        return plain.Declaring("scheduler", scheduler).With("learning_rate", i => RecordedRun.Text(first * share(i, run.Rows.Count)));
    }

    private static double Cosine(int i, int n) => 0.5 * (1 + Math.Cos(Math.PI * i / n));

    private static double Stepped(int i, int n) => i < n / 2 ? 1 : i < n * 3 / 4 ? 0.1 : 0.01;

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
