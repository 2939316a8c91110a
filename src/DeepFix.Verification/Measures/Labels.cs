using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Whether labels go with inputs: what models and neighbours make of them.</summary>
internal static class Labels
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("best val_accuracy less that of the largest class ({}), in standard deviations of {} rows", (run, s) => Guess(run) is { } guess && run.ValRows is > 0 and var rows && s.Says(0, guess, 3) && s.Says(1, rows) && run.Metrics.Curve("val_accuracy") is { } c ? new(Plain.Within((c.Values.Max() - guess) / Math.Max(Deviation(guess, rows), 1e-9)), c.Step(0), c.LastStep) : null),
        One("how far the disagreement of nearest neighbours ({}) lies below the error of the largest class ({}), in standard deviations", Neighbours),
        One("chance that the strongest of {} associations with the label ({}) comes about without any relation", Related),
        One("final train_accuracy less the share of the largest class", (run, _) => Guess(run) is { } guess && run.Metrics.Curve("train_accuracy") is { } c ? new(c.End - guess, c.Step(c.EndFrom), c.LastStep) : null),
        One("lowest val_loss over ln(classes)", (run, _) => Classes(run) is { } k && run.Metrics.Curve("val_loss") is { } c ? new(Math.Min(c.Values.Min() / Math.Log(k), 1e6), c.Step(0), c.LastStep) : null),
        One("lowest val_loss over the largest cross-entropy of a calibrated model with its error among {} classes, over the same ratio of train_loss in the first epoch", (run, s) => Best(run) is { } b && s.Says(0, b.Classes) ? At(b, Plain.Within(b.Loss / Entropy(b.Error, b.Classes) / b.Unit)) : null),
        One("share of validation rows that are wrong there (median of three points)", (run, _) => Best(run) is { } b ? At(b, b.Error) : null),
        One("train_loss there over the largest cross-entropy of a calibrated model with the training error, over the same ratio in the first epoch", (run, _) => Best(run) is { } b ? At(b, Plain.Within(b.TrainLoss / Entropy(b.TrainError, b.Classes) / b.Unit)) : null),
        One("training error there over the validation error", (run, _) => Best(run) is { } b ? At(b, b.TrainError / b.Error) : null),
        One("share of training rows whose nearest neighbours carry another label, over the validation error", (run, _) => Best(run) is { } b && run.Data.Split("train")?["knn_label_disagreement"]?.Sane is { } share ? new(Math.Min(share / b.Error, 1e6)) : null),
    ];

    private static double? Classes(RawRun run) => run.Classes ?? run.Data.NumClasses;

    // What naming one class for every row gets right, in either split.
    private static double? Guess(RawRun run) => Classes(run) is > 1 and var k ? Math.Clamp(Math.Max(1 / k, Math.Max(run.Majority("train") ?? 0, run.Majority("val") ?? 0)), 0, 1) : null;

    private static double Deviation(double share, double rows) => Math.Sqrt(Math.Max(0, share * (1 - share)) / rows);

    private static Recomputed? Neighbours(RawRun run, Stated stated)
    {
        double[] sizes = [.. run.Data.Classes("train").Select(c => c.Rows)];
        if (sizes.Length == 0 || run.Data.Split("train")?["knn_label_disagreement"]?.Sane is not { } share) return null;
        double guess = sizes.Max() / sizes.Sum();
        return stated.Says(0, share, 3) && stated.Says(1, 1 - guess, 3) ? new(Plain.Within((1 - guess - share) / Math.Max(Deviation(guess, sizes.Sum()), 1e-9))) : null;
    }

    // Rows times the share of variance that classes explain is chi-square where nothing is related; the strongest of many is less of a surprise.
    private static Recomputed? Related(RawRun run, Stated stated)
    {
        double[] associations = [.. run.Data.Features.Select(f => f["target_association"]?.Sane).OfType<double>().Where(a => a is >= 0 and <= 1)];
        var sizes = run.Data.Classes("train");
        double best = associations.DefaultIfEmpty(0).Max();
        if (!stated.Says(0, associations.Length) || !stated.Says(1, best, 3)) return null;
        return new(associations.Length == 0 ? 1 : Math.Min(1, associations.Length * Tails.ChiSquareAbove(sizes.Sum(s => s.Rows) * best, sizes.Count - 1)));
    }

    // The largest cross-entropy that probabilities can have which are as often right as they say: as sure of every row, and of every wrong class.
    private static double Entropy(double error, double classes) => (-error * Math.Log(error)) - ((1 - error) * Math.Log(1 - error)) + (error * Math.Log(classes - 1));

    private sealed record BestPoint(double Classes, long Step, double Loss, double Error, double TrainLoss, double TrainError, double Unit);

    private static BestPoint? Best(RawRun run)
    {
        if (Classes(run) is not > 1 || run.Metrics.Curve("val_loss") is not { } loss || run.Metrics.Curve("val_accuracy") is not { } right || run.Metrics.Curve("train_loss") is not { } trainLoss || run.Metrics.Curve("train_accuracy") is not { } trainRight) return null;
        int at = Array.IndexOf(loss.Values, loss.Values.Min()), same = right.At(loss.Step(at));
        double error = Math.Clamp(1 - Plain.Median(right.Values[Math.Max(0, same - 1)..Math.Min(right.Count, same + 2)]), 0, 1);
        double trainError = Math.Clamp(1 - trainRight.Values[trainRight.At(loss.Step(at))], 0, 1);
        // In the first epoch a model is as unsure as it can be: what it loses there is the unit of the loss.
        double firstError = 1 - trainRight.Values[0], unit = firstError is > 0 and < 1 ? trainLoss.Values[0] / Entropy(firstError, Classes(run)!.Value) : 0;
        return error is > 0 and < 1 && trainError is > 0 and < 1 && unit > 0 ? new BestPoint(Classes(run)!.Value, loss.Step(at), loss.Values[at], error, trainLoss.Values[trainLoss.At(loss.Step(at))], trainError, unit) : null;
    }

    private static Recomputed At(BestPoint best, double value) => new(value, best.Step, best.Step);
}
