using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Isolated excursions of the training loss that recover.</summary>
internal static class LossSpikeCases
{
    private const string Code = Codes.LossSpike;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "the loss of one record is six times what it was", (run, random) => At(run, random) is { } at ? run.Changing("train_loss", (i, loss) => i == at ? 6 * loss : loss) : null),
        Fault(Code, "the loss of one record is higher by the whole fall of the run", (run, random) => At(run, random) is { } at ? run.Changing("train_loss", (i, loss) => i == at ? loss + Fall(run) : loss) : null),
        Fault(Code, "two records far from each other have eight times their loss", (run, random) => At(run, random) is { } at && run.Rows.Count >= 25 ? run.Changing("train_loss", (i, loss) => i == at || i == (at < 12 ? at + 8 : at - 8) ? 8 * loss : loss) : null),
        Fault(Code, "two records in a row have eight and four times their loss", (run, random) => At(run, random) is { } at ? run.Changing("train_loss", (i, loss) => i == at ? 8 * loss : i == at + 1 ? 4 * loss : loss) : null),
        NearMiss(Code, "one record is higher by a tenth", (run, random) => At(run, random) is { } at ? run.Changing("train_loss", (i, loss) => i == at ? 1.1 * loss : loss) : null),
        NearMiss(Code, "every record jitters by about a third of its loss", (run, random) => run.Changing("train_loss", (_, loss) => loss * Math.Exp(0.35 * ((2 * random.NextDouble()) - 1)))),
        NearMiss(Code, "the last record has five times its loss: whether it recovers is not known", (run, _) => run.Changing("train_loss", (i, loss) => i == run.Rows.Count - 1 ? 5 * loss : loss)),
        NearMiss(Code, "from the middle on the loss is higher by half of the fall and stays there", (run, _) => run.Changing("train_loss", (i, loss) => i >= run.Rows.Count / 2 ? loss + (Fall(run) / 2) : loss)),
        NearMiss(Code, "a warm restart raises the rate tenfold, and the loss for three records", (run, random) => At(run, random) is { } at && run.Has("learning_rate") ? Restarted(run, at) : null),
        NearMiss(Code, "a resumed session repeats three records, the first of them higher", (run, random) => At(run, random) is { } at ? Resumed(run, at) : null),
        NearMiss(Code, "validation loss alone jumps: few rows do that", (run, random) => At(run, random) is { } at ? run.Changing("val_loss", (i, loss) => i == at ? 6 * loss : loss) : null),
        NearMiss(Code, "every third record has three times its loss: a habit, no excursion", (run, _) => IsCalm(run) ? run.Changing("train_loss", (i, loss) => i % 3 == 2 ? 3 * loss : loss) : null),
    ];

    private static int? At(RecordedRun run, Random random)
    {
        double[] losses = run.Numbers("train_loss");
        return losses.Length >= 16 && losses.All(l => l > 0) ? random.Next(4, losses.Length - 4) : null;
    }

    // Where the run itself jumps to twice the records around, tripling makes that one jump stand out in truth.
    private static bool IsCalm(RecordedRun run)
    {
        double[] losses = run.Numbers("train_loss");
        return !Enumerable.Range(2, Math.Max(0, losses.Length - 4)).Any(i => losses[i] > 2 * Math.Max(losses[i - 1], losses[i + 1]));
    }

    private static double Fall(RecordedRun run)
    {
        double[] losses = run.Numbers("train_loss");
        return losses[0] - losses.Min();
    }

    private static RecordedRun Restarted(RecordedRun run, int at)
    {
        double[] rates = run.Numbers("learning_rate");
        return run.Declaring("scheduler", "CosineAnnealingWarmRestarts")
            .With("learning_rate", i => RecordedRun.Text(i < at ? rates[0] * Math.Pow(0.1, (double)i / at) : rates[0] * Math.Pow(0.1, (double)(i - at) / at)))
            .Changing("train_loss", (i, loss) => i == at ? 3 * loss : i == at + 1 ? 2 * loss : loss);
    }

    private static RecordedRun Resumed(RecordedRun run, int at)
    {
        int[] rows = [.. Enumerable.Range(0, at + 1), .. Enumerable.Range(at - 2, run.Rows.Count - at + 2)];
        return run.WithRows(rows).Changing("train_loss", (i, loss) => i == at + 1 ? 3 * loss : loss);
    }
}
