using DeepFix.Artifacts;
using DeepFix.Detectors.Training;
using DeepFix.Statistics;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>A classifier where its validation loss is lowest: how often it is wrong, and how much it loses against the most that a calibrated model with as many errors loses. The first epoch, when a model is as unsure as it can be, gives the unit of the loss.</summary>
/// <param name="Loss">Validation loss.</param>
/// <param name="At">The point of its minimum.</param>
/// <param name="Error">Share of wrong validation rows there.</param>
/// <param name="Doubt">Validation loss there over the largest cross-entropy of a calibrated model with that error, over the same ratio of training in the first epoch.</param>
/// <param name="TrainError">Share of wrong training rows there.</param>
/// <param name="TrainDoubt">The same as <paramref name="Doubt"/> for training.</param>
/// <param name="StillFalling">Share of the whole fall of validation loss that came in the last quarter.</param>
internal sealed record BestPoint(Curve Loss, int At, double Error, double Doubt, double TrainError, double TrainDoubt, double StillFalling)
{
    /// <summary>Step of the minimum.</summary>
    public long Step => Loss.Step(At);

    /// <summary>Measures a run; null where a loss or an accuracy is missing or too short, or the loss is no cross-entropy.</summary>
    /// <param name="artifacts">The run.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="fewest">Points of validation loss without which there is no verdict.</param>
    /// <param name="cancellationToken">Observed while curves are made.</param>
    public static BestPoint? Of(TrainingArtifacts artifacts, int classes, Limit fewest, CancellationToken cancellationToken)
    {
        MetricTable metrics = artifacts.Metrics;
        if (!IsCrossEntropy(artifacts.Parameters) || Curve.Of(metrics.ValLoss, cancellationToken) is not { } loss || fewest.IsCrossedBy(loss.Count)) return null;
        if (Curve.Of(metrics.ValAccuracy, cancellationToken) is not { } accuracy || Curve.Of(metrics.TrainLoss, cancellationToken) is not { } trainLoss || Curve.Of(metrics.TrainAccuracy, cancellationToken) is not { } trainAccuracy) return null;
        int at = Smoothing.IndexOfMinimum(loss.Values);
        long step = loss.Step(at);
        double error = AveragedError(accuracy, accuracy.PointAt(step)), trainError = Math.Clamp(1 - trainAccuracy.Values[trainAccuracy.PointAt(step)], 0, 1);
        double firstError = 1 - trainAccuracy.First, unit = firstError is > 0 and < 1 ? trainLoss.First / CalibratedEntropy.Largest(firstError, classes) : 0;
        if (error is <= 0 or >= 1 || trainError is <= 0 or >= 1 || !(unit > 0)) return null;
        double doubt = loss.Values[at] / CalibratedEntropy.Largest(error, classes) / unit, trainDoubt = trainLoss.Values[trainLoss.PointAt(step)] / CalibratedEntropy.Largest(trainError, classes) / unit;
        return new BestPoint(loss, at, error, Bounded(doubt), trainError, Bounded(trainDoubt), Falling(loss));
    }

    /// <summary>Whether the loss may be a plain cross-entropy: declared so, or not declared; smoothed labels raise it.</summary>
    public static bool IsCrossEntropy(TrainingParameters parameters)
        => (parameters.LossFunction is not { } name || name.Contains("cross", StringComparison.OrdinalIgnoreCase) || name.Contains("nll", StringComparison.OrdinalIgnoreCase))
            && !parameters.Raw.Any(p => p.Key.Contains("smoothing", StringComparison.OrdinalIgnoreCase) && p.Value is not ("0" or "0.0" or "none" or "null" or "false"));

    // Three evaluations rather than one: a single one may be lucky.
    private static double AveragedError(Curve accuracy, int at)
        => Math.Clamp(1 - Order.Median(accuracy.Values[Math.Max(0, at - 1)..Math.Min(accuracy.Count, at + 2)]), 0, 1);

    private static double Falling(Curve loss)
    {
        double low = Order.Quantile(loss.Values, 0), fall = Order.Quantile(loss.Values, 1) - low;
        return fall > 0 ? (Order.Quantile(loss.Values[..Math.Max(1, loss.Count * 3 / 4)], 0) - low) / fall : 0;
    }

    private static double Bounded(double ratio) => Math.Clamp(ratio, -1e6, 1e6);
}
