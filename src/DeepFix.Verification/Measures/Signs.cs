using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>What the signs state that no detector does: halves of the fall, leads of the losses, sizes of the run and of the model.</summary>
internal static class Signs
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("fall of train_loss in the second half over its whole fall", (run, _) => Train(run) is { } c ? new(Math.Clamp((c.Smooth[c.HalfFrom] - c.Smooth[^1]) / c.Fall, -1, 1), c.Step(c.HalfFrom), c.LastStep) : null),
        One("rise of val_loss from its smoothed minimum to its end, over its fall from the start", (run, _) => run.Metrics.Curve("val_loss") is { } c ? new(c.Lowest >= c.EndFrom ? 0 : Math.Min((c.End - c.Smooth[c.Lowest]) / Math.Max(c.Smooth[0] - c.Smooth[c.Lowest], double.Epsilon), 1e6), c.Step(c.Lowest), c.LastStep) : null),
        One("final val_loss less final train_loss, over the first train_loss", (run, _) => Train(run) is { } train && run.Metrics.Curve("val_loss") is { } val ? new(Plain.Within((val.End - train.End) / train.Values[0]), val.Step(val.EndFrom), val.LastStep) : null),
        One("epochs with training loss", (run, _) => Train(run) is { } c ? new(c.Count, c.Step(0), c.LastStep) : null),
        One("optimiser steps of the whole run", (run, _) => Train(run) is { } c && Steps(run, c) is { } steps ? new(steps, c.Step(0), c.LastStep) : null),
        One("optimiser steps an epoch", (run, _) => Train(run) is { } c && Steps(run, c) is { } steps ? new(steps / c.Count, c.Step(0), c.LastStep) : null),
        One("declared num_parameters over the rows of the training split", (run, _) => run.TrainRows is > 0 and var rows && run.Parameters.AllParameters is { } count ? new(count / rows) : null),
        One("hidden layers as declared", (run, _) => run.Parameters.NumLayers is { } layers ? new(layers) : null),
    ];

    private static RawCurve? Train(RawRun run) => run.Metrics.Curve("train_loss");

    // Steps that do not outnumber the points are numbers of epochs.
    private static double? Steps(RawRun run, RawCurve loss)
        => loss.LastStep > loss.Count ? loss.LastStep : run.TrainRows is { } rows && run.Parameters.BatchSize is > 0 and var batch ? loss.Count * Math.Ceiling(rows / batch) : null;
}
