using System.Globalization;
using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Records that no measurement gives, and records that only look so.</summary>
internal static class MetricLoggingCases
{
    private const string Code = Codes.MetricLoggingBug;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "accuracy is divided by too few rows and ends above 1", (run, _) => Scores(run) is { } best ? run.Changing("train_accuracy", (_, a) => a * 1.2 / best) : null),
        Fault(Code, "accuracy is the number of right predictions", (run, _) => Scores(run) is not null && run.Described("num_train_samples") > 300 ? run.Changing("train_accuracy", (_, a) => Math.Round(a * run.Described("num_train_samples"))) : null),
        Fault(Code, "validation loss is a copy of training loss", (run, _) => Copied(run, "train_loss", "val_loss")),
        Fault(Code, "validation accuracy is a copy of training accuracy", (run, _) => Copied(run, "train_accuracy", "val_accuracy")),
        Fault(Code, "validation loss is that of the untrained model at every record", (run, _) => Falls(run, 0.4) ? run.With("val_loss", _ => run.Rows[0][Column(run, "val_loss")]) : null),
        Fault(Code, "training accuracy is never updated", (run, _) => Scores(run) is not null && Falls(run, 0.85) ? run.With("train_accuracy", _ => "0.4321") : null),
        Fault(Code, "a loss that was not computed is written as 0", (run, random) => Positive(run) ? Zeroed(run, random.Next(3, run.Rows.Count - 3)) : null),
        Fault(Code, "the number of the batch is logged as step, three rows an epoch", (run, _) => run.WithRows(Enumerable.Range(0, run.Rows.Count).SelectMany(i => Enumerable.Repeat(i, 3))).With("step", i => Count((i % 3) + 1))),
        Fault(Code, "rows are written out of order", (run, random) => run.Rows.Count >= 12 ? Swapped(run, random.Next(3, run.Rows.Count - 4)) : null),
        Fault(Code, "cross-entropy is logged with the wrong sign", (run, _) => run.DeclaredText("loss_function").Contains("CrossEntropy", StringComparison.Ordinal) && Positive(run) ? run.Changing("train_loss", (_, l) => -l) : null),
        Fault(Code, "R² is logged as a percentage", (run, _) => run.Has("val_r2") && run.Numbers("val_r2").Max() > 0.1 ? run.Changing("val_r2", (_, r) => 100 * r) : null),
        NearMiss(Code, "accuracies are percentages", (run, _) => run.Has("val_accuracy") ? run.Changing("train_accuracy", (_, a) => 100 * a).Changing("val_accuracy", (_, a) => 100 * a) : null),
        NearMiss(Code, "the first two losses of training and validation are the same", (run, _) => run.Rows.Count >= 12 ? Partly(run, 2) : null),
        NearMiss(Code, "all numbers are written with two decimals", (run, _) => run.Changing("train_loss", (_, l) => Math.Round(l, 2)).Changing("val_loss", (_, l) => Math.Round(l, 2))),
        NearMiss(Code, "accuracy stands at 1 from the middle on", (run, _) => run.Has("train_accuracy") ? run.Changing("train_accuracy", (i, a) => i > run.Rows.Count / 2 ? 1 : a) : null),
        NearMiss(Code, "training loss reaches 0 at the end and stays there", (run, _) => run.Changing("train_loss", (i, l) => i >= run.Rows.Count - 4 ? 0 : l)),
        NearMiss(Code, "a session is resumed from a checkpoint and repeats three records", (run, _) => run.Rows.Count >= 12 ? run.WithRows([.. Enumerable.Range(0, 9), .. Enumerable.Range(6, run.Rows.Count - 6)]) : null),
        NearMiss(Code, "a density's loss is negative", (run, _) => run.Declaring("loss_function", "GaussianNLLLoss").Changing("train_loss", (_, l) => l - 3).Changing("val_loss", (_, l) => l - 3)),
        NearMiss(Code, "epochs are counted from 1", (run, _) => run.Changing("epoch", (_, e) => e + 1)),
        NearMiss(Code, "R² is negative at first", (run, _) => run.Has("val_r2") ? run.Changing("val_r2", (i, r) => i < 3 ? -4 : r) : null),
        NearMiss(Code, "nothing is changed", (run, _) => run),
    ];

    private static int Column(RecordedRun run, string name) => run.Header.ToList().IndexOf(name);

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double? Scores(RecordedRun run) => run.Has("train_accuracy") && run.Numbers("train_accuracy").Max() is > 0.5 and var best ? best : null;

    private static bool Positive(RecordedRun run) => run.Rows.Count >= 12 && run.Numbers("train_loss").All(l => l > 0);

    private static bool Falls(RecordedRun run, double share)
    {
        double[] losses = run.Numbers("train_loss");
        return losses.Length >= 12 && losses[^3..].Max() < (1 - share) * losses[0];
    }

    private static RecordedRun? Copied(RecordedRun run, string from, string to)
    {
        if (!run.Has(from) || !run.Has(to) || run.Numbers(from).Distinct().Count() < 8) return null;
        double[] numbers = run.Numbers(from);
        return run.With(to, i => RecordedRun.Text(numbers[i]));
    }

    private static RecordedRun Partly(RecordedRun run, int records)
    {
        double[] train = run.Numbers("train_loss");
        return run.Changing("val_loss", (i, loss) => i < records ? train[i] : loss);
    }

    // A record between two that differ wildly, as in the first epochs, hides what is missing between them.
    private static RecordedRun? Zeroed(RecordedRun run, int at)
    {
        double[] losses = run.Numbers("train_loss");
        return Math.Min(losses[at - 1], losses[at + 1]) < 0.3 * Math.Max(losses[at - 1], losses[at + 1]) ? null : run.Changing("train_loss", (i, loss) => i == at ? 0 : loss);
    }

    private static RecordedRun Swapped(RecordedRun run, int at)
        => run.WithRows(Enumerable.Range(0, run.Rows.Count).Select(i => i == at ? at + 2 : i == at + 2 ? at : i));
}
