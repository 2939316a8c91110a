using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>A schedule of the learning rate as it is declared, under the names of PyTorch, Lightning, Keras, Hugging Face and timm.</summary>
/// <param name="Name">As declared.</param>
/// <param name="Kind">What it promises.</param>
/// <param name="WarmupEpochs">Epochs of warm-up, where declared in epochs.</param>
/// <param name="HasWarmup">Whether any warm-up is declared.</param>
/// <param name="FirstDrop">Epochs until a stepwise schedule falls for the first time.</param>
/// <param name="Patience">Evaluations without improvement after which a plateau schedule falls.</param>
/// <param name="Floor">Rate below which the schedule does not go.</param>
internal sealed record DeclaredSchedule(string Name, ScheduleKind Kind, double? WarmupEpochs, bool HasWarmup, double? FirstDrop, double? Patience, double? Floor)
{
    private static readonly (string Part, ScheduleKind Kind)[] ByPart =
    [
        ("plateau", ScheduleKind.Plateau), ("onecycle", ScheduleKind.OneCycle), ("1cycle", ScheduleKind.OneCycle), ("restart", ScheduleKind.Cyclic), ("sgdr", ScheduleKind.Cyclic), ("cyclic", ScheduleKind.Cyclic),
        ("triangular", ScheduleKind.Cyclic), ("cos", ScheduleKind.Annealing), ("invers", ScheduleKind.Decay), ("invsqrt", ScheduleKind.Decay), ("noam", ScheduleKind.Decay), ("rsqrt", ScheduleKind.Decay),
        ("multistep", ScheduleKind.Step), ("steplr", ScheduleKind.Step), ("stepdecay", ScheduleKind.Step), ("piecewise", ScheduleKind.Step), ("exp", ScheduleKind.Decay), ("poly", ScheduleKind.Annealing),
        ("constant", ScheduleKind.Constant), ("fixed", ScheduleKind.Constant),
    ];

    /// <summary>The schedule of a run; null where none is declared.</summary>
    public static DeclaredSchedule? Of(TrainingParameters parameters)
    {
        if (parameters.Scheduler is not { } name) return null;
        var settings = new RawSettings(parameters);
        string plain = new([.. name.Split('(')[0].ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        (string Key, string Text)? warmup = settings.Containing("warm");
        ScheduleKind kind = KindOf(plain);
        // With cycles declared, a cosine may rise again by design.
        if (kind == ScheduleKind.Annealing && (settings.Find("num_cycles", "t_0", "t_mult", "cycle_mult", "cycle_limit", "lr_k_decay") is not null || settings.Containing("cycle") is not null)) kind = ScheduleKind.Cyclic;
        return new DeclaredSchedule(
            name,
            kind,
            settings.Number("warmup_epochs", "num_warmup_epochs", "warmup_epoch", "n_warmup_epochs") is { Value: > 0 and var epochs } ? epochs : null,
            warmup is { Key: var key } && !key.Contains("restart", StringComparison.OrdinalIgnoreCase) || (plain.Contains("warm", StringComparison.Ordinal) && !plain.Contains("restart", StringComparison.Ordinal)) || plain is "constantlr",
            kind == ScheduleKind.Step ? FirstDropOf(settings) : null,
            kind == ScheduleKind.Plateau ? settings.Number("lr_patience", "scheduler_patience", "plateau_patience", "lr_scheduler_patience", "reduce_lr_patience", "patience_lr", "sched_patience")?.Value : null,
            settings.Number("min_lr", "eta_min", "lr_min", "minimum_lr", "end_learning_rate", "lr_end", "final_lr", "end_lr", "lrf")?.Value);
    }

    private static ScheduleKind KindOf(string plain)
    {
        if (plain is "none" or "no" or "off") return ScheduleKind.Constant;
        if (plain is "step" or "steps") return ScheduleKind.Step;
        if (plain is "linear" or "lineardecay" or "linearwarmup" or "getlinearschedulewithwarmup" or "linearwithwarmup" or "linearschedulewithwarmup") return ScheduleKind.Annealing;
        foreach ((string part, ScheduleKind kind) in ByPart)
        {
            if (plain.Contains(part, StringComparison.Ordinal)) return kind;
        }

        return ScheduleKind.Unknown;
    }

    private static double? FirstDropOf(RawSettings settings)
    {
        // Steps of a schedule that is moved on with every batch are batches.
        if (settings.Find("scheduler_interval", "lr_scheduler_interval", "interval") is { Text: "step" or "batch" }) return null;
        if (settings.Numbers("milestones", "lr_steps", "lr_milestones", "decay_epochs", "lr_step") is { } milestones) return milestones.Values.Min();
        return settings.Number("step_size", "lr_step_size", "scheduler_step_size", "decay_every", "lr_decay_epochs", "step_size_epochs") is { Value: >= 1 and var size } ? size : null;
    }
}
