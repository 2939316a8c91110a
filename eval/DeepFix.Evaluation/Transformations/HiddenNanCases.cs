using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Non-finite steps behind a finite loss.</summary>
internal static class HiddenNanCases
{
    private const string Code = Codes.HiddenNan;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "nan_count is above 0 at two records, the loss untouched", (run, random) => At(run, random, 2) is { } at ? run.With("nan_count", i => at.Contains(i) ? "3" : "0") : null),
        Fault(Code, "grad_norm is NaN at two records", (run, random) => Marked(run, random, "grad_norm", "nan")),
        Fault(Code, "grad_norm of the last layer is infinite at two records", (run, random) => Marked(run, random, "grad_norm/head", "inf")),
        Fault(Code, "update_ratio is NaN at two records", (run, random) => Marked(run, random, "update_ratio", "nan")),
        Fault(Code, "grad_norm was NaN at two records and written as 0", (run, random) => Marked(run, random, "grad_norm", "0")),
        Fault(Code, "the loss was NaN at three records, and the last finite value was written instead", Held),
        NearMiss(Code, "grad_norm was not logged at two records: empty cells", (run, random) => Marked(run, random, "grad_norm", "")),
        NearMiss(Code, "grad_norm fades by half a record and is written with four decimals, so that it ends at 0.0000", (run, _) => run.Has("grad_norm") ? run.With("grad_norm", i => Math.Pow(0.5, i).ToString("F4", System.Globalization.CultureInfo.InvariantCulture)) : null),
        NearMiss(Code, "losses are written with two decimals and repeat themselves", (run, _) => run.Changing("train_loss", (_, loss) => Math.Round(loss, 2))),
        NearMiss(Code, "half precision is declared, and its loss scaler overflowed at the first record", (run, _) => run.Rows.Count >= 25 ? run.Declaring("precision", "16-mixed").With("grad_norm", i => i == 0 ? "inf" : "1." + i) : null),
        NearMiss(Code, "the loss of an epoch is written into four rows", (run, _) => Repeated(run)),
        NearMiss(Code, "the rate falls to nothing, and the loss stands still from there on", (run, _) => run.Has("learning_rate") ? Settled(run) : null),
        NearMiss(Code, "a score that is undefined without positive predictions is NaN at first", (run, _) => run.With("val_precision", i => i < 3 ? "nan" : "0.5")),
        NearMiss(Code, "the loss reaches exactly 0 at the end, and the gradient with it", (run, _) => run.With("train_loss", i => RecordedRun.Text(Math.Max(0, 1 - (1.2 * i / run.Rows.Count)))).With("grad_norm", i => RecordedRun.Text(Math.Max(0, 1 - (1.2 * i / run.Rows.Count))))),
    ];

    private static int[]? At(RecordedRun run, Random random, int count)
        => run.Rows.Count >= 12 ? [.. Enumerable.Range(4, run.Rows.Count - 6).OrderBy(_ => random.Next()).Take(count)] : null;

    private static RecordedRun? Marked(RecordedRun run, Random random, string column, string mark)
    {
        if (!run.Has(column) || At(run, random, 2) is not { } at) return null;
        double[] numbers = run.Numbers(column);
        // A layer that is never updated has no gradient to lose.
        if (numbers.All(n => n is 0 or double.NaN)) return null;
        return run.With(column, i => at.Contains(i) ? mark : RecordedRun.Text(numbers[i]));
    }

    private static RecordedRun? Held(RecordedRun run, Random random)
    {
        double[] losses = run.Numbers("train_loss");
        if (losses.Length < 12) return null;
        int from = random.Next(4, losses.Length - 5);
        // A loss that has settled to its last digits is held by no fault.
        double[] moves = [.. Enumerable.Range(from - 4, 4).Select(i => Math.Abs(losses[i + 1] - losses[i]) / Math.Max(1e-12, Math.Abs(losses[i])))];
        return moves.Order().ElementAt(1) < 0.002 ? null : run.With("train_loss", i => RecordedRun.Text(i > from && i <= from + 3 ? losses[from] : losses[i]));
    }

    private static RecordedRun Repeated(RecordedRun run)
    {
        RecordedRun four = run.WithRows(Enumerable.Range(0, run.Rows.Count).SelectMany(i => Enumerable.Repeat(i, 4)));
        return four.With("step", i => (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static RecordedRun Settled(RecordedRun run)
    {
        int from = run.Rows.Count * 3 / 4;
        double[] losses = run.Numbers("train_loss"), rates = run.Numbers("learning_rate");
        return run.With("learning_rate", i => RecordedRun.Text(i < from ? rates[i] : 0)).With("train_loss", i => RecordedRun.Text(losses[Math.Min(i, from - 1)]));
    }
}
