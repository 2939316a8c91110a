using DeepFix.Artifacts;
using DeepFix.Detectors.Training;
using DeepFix.Statistics;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>What a wrong prediction costs a classifier in its first epoch, against what it costs afterwards. The unit of the loss cancels.</summary>
/// <param name="Ratio">The first cost over the median of the later ones.</param>
/// <param name="Loss">Training loss.</param>
/// <param name="First">Training loss of the first epoch.</param>
/// <param name="Later">Median of the training loss afterwards.</param>
/// <param name="Points">Epochs with both metrics and at least one wrong prediction.</param>
internal sealed record FirstLoss(double Ratio, Curve Loss, double First, double Later, int Points)
{
    private const double Most = 1e15;

    /// <summary>Measures a run; null where the log does not give it, or where the loss is not finite everywhere.</summary>
    public static FirstLoss? Of(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Facts.TaskType == "regression" || artifacts.Metrics.TrainLoss is not { } recorded || recorded.Finite(cancellationToken).Count < recorded.Count) return null;
        if (Curve.Of(recorded, cancellationToken) is not { } loss || Curve.Of(artifacts.Metrics.Find("train_accuracy"), cancellationToken) is not { } accuracy) return null;
        var costs = new List<double>();
        var losses = new List<double>();
        for (int point = 0; point < loss.Count; point++)
        {
            int same = accuracy.PointAt(loss.Step(point));
            // Where no prediction is wrong nothing can be said of what one costs; the first epoch is needed in any case.
            bool isKnown = accuracy.Step(same) == loss.Step(point) && accuracy.Values[same] is >= 0 and < 1 && loss.Values[point] > 0;
            if (isKnown)
            {
                costs.Add(loss.Values[point] / (1 - accuracy.Values[same]));
                losses.Add(loss.Values[point]);
            }
            else if (point == 0)
            {
                return null;
            }
        }

        if (costs.Count < 2) return null;
        double ratio = costs[0] / Order.Median(costs.Skip(1).ToArray());
        return double.IsNaN(ratio) ? null : new FirstLoss(Math.Min(ratio, Most), loss, losses[0], Order.Median(losses.Skip(1).ToArray()), costs.Count);
    }
}
