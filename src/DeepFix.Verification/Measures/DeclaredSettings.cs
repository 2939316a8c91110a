using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Settings that are odd by themselves or beside each other.</summary>
internal static class DeclaredSettings
{
    private const double Most = 1e9;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        new("declared {}", (run, s) => Named(run, s.Words[0]).OfType<double>().Distinct().Select(v => new Recomputed(v))),
        One("declared clipping value", (run, _) => Only(run.Parameters.Clip)),
        One("dropout_rate as declared", (run, _) => Only(run.Parameters.Dropout)),
        One("rows of a batch", (run, _) => Only(run.Parameters.BatchSize)),
        One("rows of the training split", (run, _) => Only(run.TrainRows)),
        One("shuffle as declared (1 = on)", (run, _) => run.Parameters.Text("shuffle", "shuffle_train", "train_shuffle") is { } text && IsOn(text) is { } isOn ? new(isOn ? 1 : 0) : null),
        One("declared beta1 less beta2", (run, _) => Beta(run, 0) is { } first && Beta(run, 1) is { } second ? new(first - second) : null),
        One("declared learning_rate times weight_decay", (run, _) => run.Parameters.LearningRate is { } rate && run.Parameters.WeightDecay is { } decay ? new(Math.Min(rate * decay, Most)) : null),
        One("Nesterov's momentum without a momentum", (run, _) => run.Parameters.Momentum == 0 && run.Parameters.Loosely("nesterov", "use_nesterov") is var (_, text) && IsOn(text) == true ? new(1) : null),
        One("{} and {} declared with different values", (run, s) => Exactly(run, s.Words[0]) is { } one && Exactly(run, s.Words[1]) is { } other ? new(one == other ? 0 : 1) : null),
        One("declared {} over learning_rate", (run, s) => run.Parameters.LearningRate is > 0 and var rate && Exactly(run, s.Words[0]) is { } floor ? new(Math.Min(floor / rate, Most)) : null),
        One("declared {} over the planned epochs", (run, s) => run.Parameters.Epochs is > 0 and var epochs && (s.Words[0] == "patience" ? StoppingRules.Patience(run) : Exactly(run, s.Words[0])) is { } some ? new(some / epochs) : null),
        One("learning rate over the usual one of the optimiser, times 32 over the batch size", (run, _) => Settings.UsualRate(run) is { } usual && Settings.LargestRate(run) is > 0 and var rate && run.Parameters.BatchSize is > 0 and var batch ? new(Math.Min(Math.Min(rate / usual, 1e6) * 32 / batch, 1e6)) : null),
        One("{} at the end over its minimum (1000000 where it is no longer finite)", (run, s) => s.Words[0] == s.Series && run.Metrics.Find(s.Series) is { } series && run.Metrics.Curve(s.Series) is { } c ? new(!double.IsFinite(series.Points[^1].Value) ? 1e6 : c.Values.Min() > 0 ? Math.Min(c.End / c.Values.Min(), 1e6) : 1) : null),
    ];

    // The names of the contract stand for their aliases; any other name is one that was declared.
    private static IEnumerable<double?> Named(RawRun run, string name) => name switch
    {
        "momentum" => [run.Parameters.Momentum, Exactly(run, name)],
        "dropout_rate" => [run.Parameters.Dropout, Exactly(run, name)],
        "weight_decay" => [run.Parameters.WeightDecay, Exactly(run, name)],
        "gradient_clip_val" => [run.Parameters.Clip, Exactly(run, name)],
        "learning_rate" => [run.Parameters.LearningRate],
        "beta1" => [Beta(run, 0)],
        "beta2" => [Beta(run, 1)],
        _ => [Exactly(run, name)],
    };

    private static double? Beta(RawRun run, int which)
    {
        if (run.Parameters.Loosely("betas", "adam_betas") is var (_, text))
        {
            double?[] pair = [.. text.Trim('[', ']', '(', ')', ' ').Split(',').Select(Numerals.Read)];
            if (pair.Length > which && pair.All(p => p is not null)) return pair[which];
        }

        return which == 0 ? run.Parameters.LooseNumber("beta1", "beta_1", "adam_beta1", "b1") : run.Parameters.LooseNumber("beta2", "beta_2", "adam_beta2", "b2");
    }

    private static double? Exactly(RawRun run, string key) => run.Parameters.Raw.TryGetValue(key, out string? text) && Numerals.Read(text) is { } number && double.IsFinite(number) ? number : null;

    private static bool? IsOn(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => null,
    };

    private static Recomputed? Only(double? value) => value is { } number ? new(number) : null;
}
