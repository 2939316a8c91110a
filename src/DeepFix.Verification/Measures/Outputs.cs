using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>What the last activation lets through, against what the targets need.</summary>
internal static class Outputs
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("declared last activation, {}, bounds or cuts the output (1) or not (0)", (run, s) => s.Words[0] == DeclaredOutput.Last(run) ? new(DeclaredOutput.Range(run) is null ? 0 : 1) : null),
        One("the pair {} and {} is a known contradiction (1) or not (0)", (run, s) => s.Words[0] == DeclaredOutput.Last(run) && s.Words[1] == DeclaredOutput.Loss(run) ? new(DeclaredOutput.TakesLogits(run) || IsOfNumbers(run) ? 1 : 0) : null),
        One("settings that contradict each other", (run, _) => DeclaredOutput.Range(run) is not null && (DeclaredOutput.TakesLogits(run) || IsOfNumbers(run)) ? new(1) : null),
        One("lowest loss less the floor ln(1 + (K - 1) exp(-{})) = {} for K = {}", BoundedLogits),
        One("variance of the targets, train_loss / (1 - train_r2), over the largest of numbers between {} and {}", (run, s) => DeclaredOutput.Range(run) is var (low, high) && s.Says(0, low) && s.Says(1, high) && Variance(run) is { } variance ? new(Math.Min(variance / ((high - low) * (high - low) / 4), 1e6)) : null),
        One("reach of the targets beyond the range of {}, in their standard deviations", (run, s) => s.Words[0] == DeclaredOutput.Last(run) && DeclaredOutput.Range(run) is var (low, high) && Reach(run, low, high) is { } reach ? new(reach) : null),
        One("distance of the variance of the targets, train_loss / (1 - train_r2), from 1", (run, _) => Variance(run) is { } variance ? new(Math.Min(Math.Abs(variance - 1), 1e6)) : null),
    ];

    private static bool IsOfNumbers(RawRun run) => run.Task != "classification" && DeclaredOutput.ComparesNumbers(run);

    // The series is that of the lower of the two losses.
    private static Recomputed? BoundedLogits(RawRun run, Stated stated)
    {
        if (DeclaredOutput.Range(run) is not var (low, high) || run.Classes is not > 1 || run.Metrics.Curve(stated.Series) is not { } curve) return null;
        double floor = Math.Log(1 + ((run.Classes.Value - 1) * Math.Exp(-(high - low)))), least = curve.Values.Min();
        bool isLowest = new[] { "train_loss", "val_loss" }.All(n => run.Metrics.Curve(n) is not { } other || other.Values.Min() >= least);
        return isLowest && stated.Says(0, high - low) && stated.Says(1, floor) && stated.Says(2, run.Classes.Value) ? new(Plain.Within(least - floor)) : null;
    }

    private static double? Variance(RawRun run)
    {
        if (run.Metrics.Curve("train_loss") is not { } losses || run.Metrics.Curve("train_r2") is not { } scores) return null;
        double[] variances = [.. Enumerable.Range(0, losses.Count)
            .Where(i => scores.Step(scores.At(losses.Step(i))) == losses.Step(i))
            .Select(i => losses.Values[i] / (1 - scores.Values[scores.At(losses.Step(i))]))
            .Where(v => double.IsFinite(v) && v > 0)];
        return variances.Length > 0 ? Plain.Median(variances) : null;
    }

    private static double? Reach(RawRun run, double low, double high)
        => run.Data.Split("train")?["target"] is { } target && target["std"]?.Sane is > 0 and var std && target["min"]?.Sane is { } least && target["max"]?.Sane is { } most
            ? Plain.Within(Math.Max(low - least, double.IsFinite(high) ? most - high : -1e6) / std)
            : null;
}
