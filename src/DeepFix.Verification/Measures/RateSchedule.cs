using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>The course of the learning rate, alone and beside the loss.</summary>
internal static class RateSchedule
{
    private const double Rounding = 1e-3;
    private const double LowShare = 0.1;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        new("largest less smallest learning rate over the largest", Spread),
        One("share of points at which the learning rate changes", (run, _) => Rate(run) is { } c ? Whole(c, (double)Changes(c) / c.Count) : null),
        One("changes of the learning rate after its peak", (run, _) => Rate(run) is { } c ? Whole(c, Changes(c)) : null),
        One("last learning rate over the largest, after all planned epochs", (run, _) => Rate(run) is { } c ? new(c.Values[^1] / Largest(c), c.LastStep, c.LastStep) : null),
        One("first learning rate over the largest, with a warm-up of two epochs or more", (run, _) => Rate(run) is { } c ? new(c.Values[0] / Largest(c), c.Step(0), c.Step(0)) : null),
        One("first learning rate over the largest, where one cycle is declared", (run, _) => Rate(run) is { } c ? new(c.Values[0] / Largest(c), c.Step(0), c.Step(0)) : null),
        One("rise of the learning rate after its peak, over the peak", (run, _) => Rate(run) is { } c ? RiseAgain(c) : null),
        One("evaluations without improvement of any loss or score at one rate, over the declared patience", (run, _) => Rate(run) is { } c && Standing(run, c) is { } standing && Patience(run) is { } patience ? Whole(c, standing / Math.Max(1, patience)) : null),
        One("last learning_rate over the largest", (run, _) => Rate(run) is { } c ? Whole(c, Plain.Within(c.Values[^1] / c.Values.Max())) : null),
        One("largest learning_rate over the last", (run, _) => run.Metrics.Curve("learning_rate") is { } c ? new(c.Values[^1] > 0 ? Math.Min(c.Values.Max() / c.Values[^1], 1e6) : 1e6) : new(run.Parameters.Scheduler is "none" ? 1 : 1e6)),
        One("share of the run after learning_rate fell to {} of its largest value", (run, s) => s.Words[0] == "10 %" && Cut(run) is var (rate, loss, at) ? new((double)(loss.Count - at) / loss.Count, loss.Step(at), loss.LastStep) : null),
        One("fall of train_loss an epoch up to the cut, times the epochs after it, over the final train_loss", (run, _) => Cut(run) is var (_, loss, at) ? new(loss.End > 0 ? Plain.Within(Pace(loss, at) * (loss.Count - 1 - at) / loss.End) : Pace(loss, at) > 0 ? 1e6 : 0, loss.Step(From(at)), loss.LastStep) : null),
        One("fall of train_loss up to the cut in standard deviations of a single point", (run, _) => Cut(run) is var (_, loss, at) ? new(Plain.Jitter(loss.Values[at..]) is > 0 and var noise ? Plain.Within(Pace(loss, at) * (at - From(at)) / noise) : Pace(loss, at) > 0 ? 1e6 : 0, loss.Step(From(at)), loss.Step(at)) : null),
        One("fall of train_loss an epoch after the cut over the fall before it", (run, _) => Cut(run) is var (_, loss, at) ? new(Pace(loss, at) > 0 ? Math.Clamp((loss.Values[at] - loss.End) / Math.Max(1, loss.Count - 2 - at) / Pace(loss, at), 0, 1e6) : 1e6, loss.Step(From(at)), loss.LastStep) : null),
    ];

    private static RawCurve? Rate(RawRun run) => run.Metrics.Curve("learning_rate") is { } c && Largest(c) > 0 ? c : null;

    // The point at which the rate is highest, small steps aside; a peak late in the run is none of a warm-up.
    private static int Top(RawCurve c)
    {
        int top = 0;
        for (int i = 1; i < c.Count; i++)
        {
            if (c.Values[i] > c.Values[top] * (1 + Rounding)) top = i;
        }

        return top;
    }

    private static int Peak(RawCurve c) => Top(c) <= 0.4 * c.Count ? Top(c) : 0;

    private static double Largest(RawCurve c) => c.Values[Top(c)];

    private static int Changes(RawCurve c) => Enumerable.Range(Peak(c) + 1, c.Count - 1 - Peak(c)).Count(i => Math.Abs(c.Values[i] - c.Values[i - 1]) > Rounding * c.Values[i - 1]);

    // From the start, or from the peak where a warm-up is declared.
    private static IEnumerable<Recomputed> Spread(RawRun run, Stated stated)
    {
        if (Rate(run) is not { } c) yield break;
        foreach (int from in new[] { 0, Peak(c) }.Distinct()) yield return new((c.Values[from..].Max() - c.Values[from..].Min()) / Largest(c), c.Step(from), c.LastStep);
    }

    private static Recomputed RiseAgain(RawCurve c)
    {
        double low = Largest(c), most = 0;
        int at = Peak(c);
        for (int i = Peak(c); i < c.Count; i++)
        {
            low = Math.Min(low, c.Values[i]);
            if ((c.Values[i] - low) / Largest(c) > most) (most, at) = ((c.Values[i] - low) / Largest(c), i);
        }

        return new(most, c.Step(0), c.Step(at));
    }

    private static double? Patience(RawRun run) => run.Parameters.LooseNumber("lr_patience", "scheduler_patience", "plateau_patience", "lr_scheduler_patience", "reduce_lr_patience", "patience_lr", "sched_patience");

    // The longest stretch at one rate over which nothing that was logged had a new best.
    private static double? Standing(RawRun run, RawCurve rate)
    {
        var watched = new[] { ("val_loss", -1), ("train_loss", -1), ("val_accuracy", 1), ("train_accuracy", 1) }.Where(w => run.Metrics.Curve(w.Item1) is not null).Select(w => run.Metrics.Curve(w.Item1)!.Values.Select(v => v * w.Item2).ToArray()).ToList();
        if (watched.Count < 2 || watched.Exists(w => w.Length != rate.Count)) return null;
        int standing = 0, longest = 0;
        for (int i = 1; i < rate.Count; i++)
        {
            bool isNew = Math.Abs(rate.Values[i] - rate.Values[i - 1]) > Rounding * rate.Values[i - 1] || watched.Exists(w => w[i] > w[..i].Max());
            standing = isNew ? 0 : standing + 1;
            longest = Math.Max(longest, standing);
        }

        return longest;
    }

    private static (RawCurve Rate, RawCurve Loss, int At)? Cut(RawRun run)
    {
        if (run.Metrics.Curve("learning_rate") is not { } rate || run.Metrics.Curve("train_loss") is not { } loss) return null;
        int lastHigh = Array.FindLastIndex(rate.Values, r => r > rate.Values.Max() * LowShare);
        if (lastHigh < 0 || lastHigh == rate.Count - 1) return null;
        int at = loss.At(rate.Step(lastHigh + 1));
        return at >= 1 && loss.Count - at >= 3 ? (rate, loss, at) : null;
    }

    private static int From(int at) => Math.Max(0, at - 3);

    private static double Pace(RawCurve loss, int at) => (loss.Values[From(at)] - loss.Values[at]) / (at - From(at));

    private static Recomputed Whole(RawCurve c, double value) => new(value, c.Step(0), c.LastStep);
}
