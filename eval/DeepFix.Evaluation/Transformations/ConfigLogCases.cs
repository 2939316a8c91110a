using System.Globalization;
using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Settings, metadata and log that disagree, and those that differ for a reason.</summary>
internal static class ConfigLogCases
{
    private const string Code = Codes.ConfigLogContradiction;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "five epochs fewer are planned than were logged", (run, _) => run.Rows.Count > 10 ? run.Declaring("num_epochs", Count(run.Rows.Count - 5)) : null),
        Fault(Code, "the declared rate is ten times the logged one, which stands still", (run, _) => IsConstant(run) ? run.Declaring("learning_rate", RecordedRun.Text(10 * run.Declared("learning_rate"))) : null),
        Fault(Code, "the declared rate is a third of the first of an annealed one", (run, _) => run.DeclaredText("scheduler").StartsWith("Cosine", StringComparison.Ordinal) ? run.Declaring("learning_rate", RecordedRun.Text(run.Declared("learning_rate") / 3)) : null),
        Fault(Code, "the declared batch is twice as large as the steps an epoch allow", (run, _) => StepsPerEpoch(run) >= 8 ? run.Declaring("batch_size", Count((int)(2 * run.Declared("batch_size")))) : null),
        Fault(Code, "the metadata are of a data set with half the training rows", (run, _) => StepsPerEpoch(run) >= 8 ? (run with { Statistics = null }).Describing("num_train_samples", Count((int)(run.Described("num_train_samples") / 2))) : null),
        Fault(Code, "the metadata declare other validation rows than the statistics count", (run, _) => run.Statistics is not null && run.Described("num_val_samples") > 0 ? run.Describing("num_val_samples", Count((int)(3 * run.Described("num_val_samples")))) : null),
        Fault(Code, "the metadata declare three classes more than there are names", (run, _) => run.Described("num_classes") > 1 ? run.Describing("num_classes", Count((int)run.Described("num_classes") + 3)) : null),
        Fault(Code, "the model is declared with other classes than the data", (run, _) => run.Described("num_classes") > 1 ? run.Declaring("num_classes", Count((int)run.Described("num_classes") + 7)) : null),
        Fault(Code, "the optimiser is declared as another than the one whose rate was logged", (run, _) => run.Has("learning_rate") && run.DeclaredText("optimizer") is "Adam" or "AdamW" ? run.Renaming("learning_rate", "lr-SGD") : null),
        Fault(Code, "accuracy moves in steps of other validation rows than declared", (run, _) => OtherRows(run)),
        NearMiss(Code, "training ended early", (run, _) => run.WithRows(Enumerable.Range(0, run.Rows.Count * 2 / 3))),
        NearMiss(Code, "a warm-up begins below the declared rate", (run, _) => run.Has("learning_rate") ? run.Declaring("warmup_epochs", "3").Changing("learning_rate", (i, rate) => rate * Math.Min(1, (i + 1) / 4.0)) : null),
        NearMiss(Code, "gradients of two batches are accumulated", (run, _) => StepsPerEpoch(run) >= 8 && (int)StepsPerEpoch(run) % 2 == 0 ? run.Declaring("accumulate_grad_batches", "2").Changing("step", (_, s) => Math.Floor(s / 2)) : null),
        NearMiss(Code, "the last batch is dropped", (run, _) => StepsPerEpoch(run) >= 8 && run.Described("num_train_samples") % run.Declared("batch_size") > 0 && StepsPerEpoch(run) > run.Described("num_train_samples") / run.Declared("batch_size") ? run.Changing("step", (i, s) => s - i - 1) : null),
        NearMiss(Code, "a resumed log begins at epoch 10", (run, _) => run.Rows.Count > 14 ? run.WithRows(Enumerable.Range(10, run.Rows.Count - 10)) : null),
        NearMiss(Code, "every second epoch is logged", (run, _) => run.WithRows(Enumerable.Range(0, run.Rows.Count).Where(i => i % 2 == 0 || i == run.Rows.Count - 1))),
        NearMiss(Code, "epochs are counted from 1", (run, _) => run.Changing("epoch", (_, e) => e + 1)),
        NearMiss(Code, "the declared rate is rounded", (run, _) => run.Declaring("learning_rate", run.Declared("learning_rate").ToString("G2", CultureInfo.InvariantCulture))),
        NearMiss(Code, "a background class is added to the model", (run, _) => run.Described("num_classes") > 1 ? run.Declaring("num_classes", Count((int)run.Described("num_classes") + 1)) : null),
        NearMiss(Code, "accuracies are means over batches", (run, random) => run.Has("val_accuracy") ? run.Changing("val_accuracy", (_, a) => Math.Clamp(a + (0.003 * (random.NextDouble() - 0.5)), 0, 1)) : null),
        NearMiss(Code, "nothing is changed", (run, _) => run),
    ];

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsConstant(RecordedRun run) => run.DeclaredText("scheduler") == "none" && run.Has("learning_rate") && run.Numbers("learning_rate").Distinct().Count() == 1;

    private static double StepsPerEpoch(RecordedRun run)
    {
        double[] steps = run.Numbers("step"), epochs = run.Numbers("epoch");
        return steps.Length < 3 ? 0 : (steps[^1] - steps[0]) / (epochs[^1] - epochs[0]);
    }

    // Without statistics only the accuracies say how many rows they were measured on.
    private static RecordedRun? OtherRows(RecordedRun run)
    {
        double rows = run.Described("num_val_samples");
        if (!run.Has("val_accuracy") || !(rows >= 50) || run.Numbers("val_accuracy").Distinct().Count() < 8) return null;
        return (run with { Statistics = null }).Describing("num_val_samples", Count((int)rows + 37));
    }
}
