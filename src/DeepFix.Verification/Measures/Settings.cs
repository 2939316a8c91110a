using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>What is declared: rates, sizes, regularisation.</summary>
internal static class Settings
{
    private static readonly (string Word, double Rate)[] Usual = [("lion", 1e-4), ("adagrad", 1e-2), ("adadelta", 1), ("rmsprop", 1e-3), ("adam", 1e-3), ("lamb", 1e-3)];

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("rows of the validation split", (run, _) => Declared(run.ValRows)),
        One("training rows ({}) over batch_size ({}), rounded up", (run, s) => StepsPerEpoch(run) is { } steps && s.Says(0, run.TrainRows!.Value) && s.Says(1, run.Parameters.BatchSize!.Value) ? new(steps) : null),
        One("updates in the whole run: the same times the epochs", (run, _) => StepsPerEpoch(run) is { } steps && run.Metrics.Curve("train_loss") is { } loss ? new(steps * loss.Count) : null),
        One("largest learning rate over the usual one of the optimiser", (run, _) => UsualRate(run) is { } usual && LargestRate(run) is > 0 and var rate ? new(Math.Min(rate / usual, 1e6)) : null),
        One("median update_ratio, the size of a step over the size of the weights", (run, _) => run.Metrics.Curve("update_ratio") is { } c ? new(Plain.Within(Plain.Median(c.Values)), c.Step(0), c.LastStep) : null),
    ];

    /// <summary>The rate that an optimiser usually begins with; null for one that is not known.</summary>
    public static double? UsualRate(RawRun run)
    {
        string optimizer = run.Parameters.Optimizer;
        if (optimizer.Contains("sgd", StringComparison.Ordinal)) return run.Parameters.Momentum >= 0.5 ? 1e-2 : 1e-1;
        foreach ((string word, double rate) in Usual)
        {
            if (optimizer.Contains(word, StringComparison.Ordinal)) return run.IsTransformer ? rate * 0.03 : rate;
        }

        return null;
    }

    /// <summary>The largest rate that was logged, or the declared one.</summary>
    public static double? LargestRate(RawRun run) => run.Metrics.Curve("learning_rate") is { } logged ? logged.Values.Max() : run.Parameters.LearningRate;

    private static double? StepsPerEpoch(RawRun run) => run.Parameters.BatchSize is > 0 and var batch && run.TrainRows is > 0 and var rows ? Math.Ceiling(rows / batch) : null;

    private static Recomputed? Declared(double? value) => value is { } number ? new(number) : null;
}
