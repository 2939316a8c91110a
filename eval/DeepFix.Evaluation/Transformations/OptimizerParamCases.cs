using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Declared settings that are impossible or contradict each other, and settings that only look odd.</summary>
internal static class OptimizerParamCases
{
    private const string Code = Codes.OptimizerParamSuspicious;

    public static IEnumerable<Transformation> All { get; } =
    [
        .. Faults().Select(f => Fault(Code, string.Join(", ", f.Select(d => $"{d.Key}: {d.Value}")), (run, _) => Declared(run, f))),
        Fault(Code, "rate times weight decay takes more than each weight away", (run, _) => run.Declaring("weight_decay", RecordedRun.Text(1.5 / run.Declared("learning_rate")))),
        Fault(Code, "the schedule's floor is ten times the rate", (run, _) => run.Declaring("eta_min", RecordedRun.Text(10 * run.Declared("learning_rate")))),
        Fault(Code, "the rate is declared twice, with different values", (run, _) => run.Declaring("lr", RecordedRun.Text(10 * run.Declared("learning_rate")))),
        Fault(Code, "the warm-up is longer than the training", (run, _) => run.Declaring("warmup_epochs", RecordedRun.Text(run.Declared("num_epochs") + 5))),
        .. Recipes().Select(f => NearMiss(Code, string.Join(", ", f.Select(d => $"{d.Key}: {d.Value}")), (run, _) => Declared(run, f))),
        NearMiss(Code, "the rate is declared twice, with one value", (run, _) => run.Declaring("lr", RecordedRun.Text(run.Declared("learning_rate")))),
        NearMiss(Code, "the batch holds all training rows", (run, _) => run.Declaring("batch_size", RecordedRun.Text(run.Described("num_train_samples")))),
        NearMiss(Code, "nothing is changed", (run, _) => run),
    ];

    private static (string Key, string Value)[][] Faults() =>
    [
        [("momentum", "1.5")], [("momentum", "-0.9")], [("betas", "[0.999, 0.9]")], [("betas", "[0.9, 1.0]")], [("adam_beta2", "0.1")], [("beta1", "1.2")], [("eps", "0.0")], [("adam_epsilon", "1.0")], [("weight_decay", "-0.01")],
        [("dropout_rate", "1.5")], [("learning_rate", "-0.001")], [("nesterov", "true"), ("momentum", "0.0")], [("gradient_clip_val", "-1.0")], [("label_smoothing", "1.1")], [("momentum", "0.99999")],
    ];

    // Published or default settings: language models, GANs, Keras' and PyTorch's defaults, and settings that the optimiser does not use.
    private static (string Key, string Value)[][] Recipes() =>
    [
        [("betas", "[0.9, 0.95]")], [("betas", "[0.0, 0.9]")], [("betas", "[0.5, 0.999]")], [("beta_1", "0.9"), ("beta_2", "0.999"), ("epsilon", "1e-07")], [("eps", "1e-3")], [("momentum", "0.99")], [("nesterov", "true"), ("momentum", "0.9")],
        [("optimizer", "Adam"), ("momentum", "0.9")], [("weight_decay", "0.1")], [("dropout_rate", "0.8")], [("layer_norm_eps", "0.1")], [("warmup_epochs", "2")], [("min_lr", "1e-7")], [("label_smoothing", "0.1")], [("amsgrad", "true")],
    ];

    private static RecordedRun Declared(RecordedRun run, IEnumerable<(string Key, string Value)> settings)
        => settings.Aggregate(run, (changed, setting) => changed.Declaring(setting.Key, setting.Value));
}
