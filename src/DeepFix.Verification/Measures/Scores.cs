using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Accuracy and R², against chance and against each other.</summary>
internal static class Scores
{
    private static readonly string[] Names = ["train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        new("final {}, the better of training and validation, from chance (0) to perfect (1)", Attained),
        One("final {}, the better of training and validation: a bound on the way from chance to perfect, whatever the number of classes", Bound),
        One("final {}, from {} to perfect (1)", (run, s) => s.Words[0] == s.Series && s.Words[1] == (s.Series!.EndsWith("r2", StringComparison.Ordinal) ? "0" : "the largest class alone (0)") && run.Metrics.Curve(s.Series) is { } c && Chance(run, s.Series) is { } chance and < 1 ? new(Math.Clamp((c.End - chance) / (1 - chance), -1e6, 1), c.Step(c.EndFrom), c.LastStep) : null),
        One("highest less lowest val_accuracy", (run, _) => run.Metrics.Curve("val_accuracy") is { } c ? new(Math.Min(c.Values.Max() - c.Values.Min(), 1e6), c.Step(0), c.LastStep) : null),
        One("val_accuracy at all points", (run, _) => run.Metrics.Curve("val_accuracy") is { } c ? new(Plain.Within(c.Values[0]), c.Step(0), c.LastStep) : null),
        One("last points at which val_accuracy is the share of one class, {}, to the row", (run, s) => run.Metrics.Curve("val_accuracy") is { } c && Guess(run) is { } share && s.Says(0, share) ? Stuck(c, share, 0.5 / Math.Max(run.ValRows ?? 1000, 1)) : null),
        One("share of the rows outside of the largest class, {} of all", (run, s) => run.Metrics.Curve("val_accuracy") is { } c && Guess(run) is { } share && s.Says(0, share, 3) ? new(1 - share, Stuck(c, share, 0.5 / Math.Max(run.ValRows ?? 1000, 1)).From, c.LastStep) : null),
        One("best smoothed {}, from chance (0) to perfect (1)", (run, s) => s.Words[0] == s.Series && run.Metrics.Curve(s.Series) is { } c && Chance(run, s.Series!) is { } chance ? new(chance < 1 ? (c.Smooth.Max() - chance) / (1 - chance) : 0, c.Step(0), c.LastStep) : null),
        One("highest {}, from chance (0) to perfect (1)", (run, s) => s.Words[0] == s.Series && run.Metrics.Curve(s.Series) is { } c && (s.Series!.EndsWith("r2", StringComparison.Ordinal) ? 0 : run.Classes is > 1 and var classes ? 1 / classes : (double?)null) is { } chance ? new(Math.Clamp((c.Values.Max() - chance) / (1 - chance), -1e6, 1), c.Step(0), c.LastStep) : null),
        One("lead of {} over {} at the end", (run, s) => Pair(run) is var (train, val, name) && s.Words[0] == "train_" + name && s.Words[1] == "val_" + name ? new(train.End - val.End, val.Step(val.EndFrom), val.LastStep) : null),
        One("lead of validation accuracy over training accuracy at the end", (run, _) => Ahead(run) is var (lead, _, val) ? new(lead, val.Step(val.EndFrom), val.LastStep) : null),
        One("the same lead in standard deviations of two shares of their rows", (run, _) => Ahead(run) is var (lead, deviation, val) ? new(Plain.Within(lead / deviation), val.Step(val.EndFrom), val.LastStep) : null),
        One("growth of that lead since the start in its standard deviations", (run, _) => Pair(run) is var (train, val, name) ? new(Growth(run, train, val, name), val.Step(0), val.LastStep) : null),
        One("lead of the validation score over the training score at the end", (run, _) => run.Metrics.Curve("val_loss") is { } loss ? new(Plain.Within(Pair(run) is var (train, val, _) ? -(train.End - val.End) : 0), loss.Step(loss.EndFrom), loss.LastStep) : null),
        One("{} at the best val_loss less {} at the end", (run, s) => s.Words[0] == s.Series && s.Words[1] == s.Series && run.Metrics.Curve("val_loss") is { } loss && run.Metrics.Curve(s.Series) is { } c ? new(Plain.Within(c.Smooth[c.At(loss.Step(loss.Lowest))] - c.End), loss.Step(loss.Lowest), c.LastStep) : null),
        One("the same loss over the smallest difference of two values of val_accuracy", (run, _) => run.Metrics.Curve("val_loss") is { } loss && run.Metrics.Curve("val_accuracy") is { } c && c.Values.Distinct().Order().ToArray() is { Length: > 1 } levels ? new(Plain.Within((c.Smooth[c.At(loss.Step(loss.Lowest))] - c.End) / levels.Skip(1).Zip(levels, (higher, lower) => higher - lower).Min()), c.Step(0), c.LastStep) : null),
        One("the same loss in standard deviations of a share of its rows", (run, _) => run.Metrics.Curve("val_loss") is { } loss && run.Metrics.Curve("val_accuracy") is { } c && run.ValRows is > 0 and var rows && Math.Clamp(c.End, 0.5 / rows, 1 - (0.5 / rows)) is var share ? new(Plain.Within((c.Smooth[c.At(loss.Step(loss.Lowest))] - c.End) / Math.Sqrt(share * (1 - share) / rows)), loss.Step(loss.Lowest), c.LastStep) : null),
        One("share of validation predictions in the most predicted class at the end, {}, less the share of the largest class, {}", (run, s) => Collapse(run) is var (c, share) && s.Says(0, c.End, 3) && s.Says(1, share, 3) ? new(c.End - share, c.Step(c.EndFrom), c.LastStep) : null),
        One("the same excess in standard deviations of a share", (run, _) => Collapse(run) is var (c, share) ? new(Excess(c, share, run.ValRows ?? 100), c.Step(c.EndFrom), c.LastStep) : null),
    ];

    /// <summary>The better of the final scores, from chance to perfect; null where none was logged whose chance is known.</summary>
    public static (double Score, string Name)? Best(RawRun run)
    {
        (double Score, string Name)? best = null;
        foreach (string name in Names)
        {
            bool isShare = name.EndsWith("accuracy", StringComparison.Ordinal);
            if ((isShare && run.Classes is not > 1) || run.Metrics.CurveToTheEnd(name) is not { } c) continue;
            double chance = isShare ? 1 / run.Classes!.Value : 0, score = isShare ? (c.End - chance) / (1 - chance) : c.End;
            if (best is null || score > best.Value.Score) best = (Plain.Within(score), name);
        }

        return best;
    }

    // The judgement of too high a rate names no metric and no steps.
    private static IEnumerable<Recomputed> Attained(RawRun run, Stated stated)
    {
        if (Best(run) is not var (score, name) || run.Metrics.Curve("train_loss") is not { } loss) yield break;
        if (stated.Words[0] == "score" && stated.Series is null) yield return new(Math.Max(score, -1e6));
        else if (stated.Words[0] == name && stated.Series == name) yield return new(Math.Max(score, -1e6), loss.Step(loss.EndFrom), loss.LastStep);
    }

    private static Recomputed? Bound(RawRun run, Stated stated)
    {
        if (run.Metrics.Curve("train_accuracy") is not { } train || run.Metrics.Curve("val_accuracy") is not { } val) return null;
        (RawCurve better, string name) = train.End >= val.End ? (train, "train_accuracy") : (val, "val_accuracy");
        return stated.Words[0] == name && stated.Series == name ? new(better.End, better.Step(better.EndFrom), better.LastStep) : null;
    }

    private static double? Chance(RawRun run, string name)
        => name.EndsWith("r2", StringComparison.Ordinal) ? 0 : run.Majority(name.StartsWith("train", StringComparison.Ordinal) ? "train" : "val") ?? (run.Classes is > 1 and var classes ? 1 / classes : null);

    private static (RawCurve Train, RawCurve Val, string Name)? Pair(RawRun run)
    {
        foreach (string name in (string[])["accuracy", "r2"])
        {
            if (run.Metrics.CurveToTheEnd("train_" + name) is { Count: > 2 } train && run.Metrics.CurveToTheEnd("val_" + name) is { Count: > 2 } val) return (train, val, name);
        }

        return null;
    }

    /// <summary>By how much training leads at the end, and how uncertain the validation score is.</summary>
    public static (double Lead, double Deviation, RawCurve Val)? Lead(RawRun run) => Pair(run) is var (train, val, name) ? (train.End - val.End, Deviation(run, val, name), val) : null;

    private static double Deviation(RawRun run, RawCurve val, string name)
    {
        double noise = Plain.Jitter(val.Values), share = Math.Clamp(val.End, 0, 1);
        return run.ValRows is { } rows && name == "accuracy" ? Math.Max(Math.Sqrt(share * (1 - share) / rows), noise / 2) : noise;
    }

    private static double Growth(RawRun run, RawCurve train, RawCurve val, string name)
    {
        double deviation = Deviation(run, val, name);
        double grown = train.End - val.End - Math.Max(0, train.Smooth[0] - val.Smooth[0]);
        return deviation > 0 ? Plain.Within(grown / deviation) : grown > 0 ? 1e6 : 0;
    }

    // The share of right answers differs between two sets of rows by luck: the variances of both add up.
    private static (double Lead, double Deviation, RawCurve Val)? Ahead(RawRun run)
    {
        if (Pair(run) is not (var train, var val, "accuracy") || run.TrainRows is not > 0 || run.ValRows is not > 0) return null;
        double rows = run.TrainRows.Value, unseen = run.ValRows.Value, share = Math.Clamp(train.End, 0.5 / rows, 1 - (0.5 / rows));
        return (val.End - train.End, Math.Sqrt(share * (1 - share) * ((1 / rows) + (1 / unseen))), val);
    }

    private static (RawCurve Curve, double Share)? Collapse(RawRun run)
        => run.Metrics.Curve("val_max_class_share") is { } c && Guess(run) is { } share ? (c, share) : null;

    // What naming one class for every validation row gets right.
    private static double? Guess(RawRun run) => run.Majority("val") ?? (run.Classes is > 1 and var classes ? 1 / classes : null);

    private static Recomputed Stuck(RawCurve c, double share, double row)
    {
        int stuck = c.Values.Reverse().TakeWhile(v => Math.Abs(v - share) <= row).Count();
        return new(stuck, c.Step(Math.Min(c.Count - stuck, c.Count - 1)), c.LastStep);
    }

    private static double Excess(RawCurve c, double share, double rows)
        => Math.Sqrt(Math.Max(0, share * (1 - share)) / rows) is var deviation and > 0 ? Math.Min((c.End - share) / deviation, 1e6) : 0;
}
