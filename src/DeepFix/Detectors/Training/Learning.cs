using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>How far the model got, and whether its training loss was still falling.</summary>
/// <param name="Loss">Training loss.</param>
/// <param name="Score">The better of the final training and validation scores, from chance (0) to perfect (1); null where no score or no chance level is known.</param>
/// <param name="ScoreName">The metric behind <paramref name="Score"/>.</param>
/// <param name="LateShare">Share of the whole fall of training loss that came in the last quarter.</param>
/// <param name="LateTrend">Mann and Kendall's statistic of training loss over the second half, of at least six points: below -2 it falls.</param>
internal sealed record Learning(Curve Loss, double? Score, string ScoreName, double LateShare, double LateTrend)
{
    /// <summary>For measuring without judging.</summary>
    public static Limit NoLimit { get; } = Limit.AtLeast(0, "fraction", -1, 1, "Nothing turns on it.", "definition");

    /// <summary>Whether the score of the training rows is known. Without it a low score may be that of unseen rows alone, and says nothing of how well the training rows are learnt.</summary>
    public required bool IsTrainingScored { get; init; }

    /// <summary>Where the second half begins.</summary>
    public int HalfFrom => Loss.HalfFrom;

    /// <summary>Where the last quarter begins.</summary>
    public int QuarterFrom => Loss.Count - 1 - Math.Max(2, Loss.Count / 4);

    /// <summary>Measures a run; null where training loss has too few points.</summary>
    public static Learning? Of(TrainingArtifacts artifacts, Limit fewest, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss || fewest.IsCrossedBy(loss.Count) || loss.Count < 4) return null;
        (double? score, string name) = Attained(artifacts, cancellationToken);
        bool isScored = score is not null && (name.StartsWith("train", StringComparison.Ordinal) || artifacts.Metrics.FindToTheEnd("train_accuracy") is not null || artifacts.Metrics.FindToTheEnd("train_r2") is not null);
        double fall = loss.Fall;
        var learning = new Learning(loss, score, name, 0, loss.TrendFrom == loss.HalfFrom ? loss.Late.Z : MannKendall.Z(loss.Values[loss.TrendFrom..])) { IsTrainingScored = isScored };
        // Scaled to a quarter exactly: a straight line gives 0.25 however few its points are.
        double quarter = (loss.Count - 1) / 4.0 / (loss.Count - 1 - learning.QuarterFrom);
        return learning with { LateShare = fall > 0 ? Math.Clamp((loss.Smooth[learning.QuarterFrom] - loss.Smooth[^1]) / fall * quarter, -1e6, 1) : 0 };
    }

    /// <summary>No verdict: why <see cref="Of"/> gave nothing.</summary>
    public static Detection Missing(TrainingArtifacts artifacts, Limit fewest, CancellationToken cancellationToken)
        => Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is { } loss ? TrainingReport.TooShort(loss, fewest) : TrainingReport.Lacks("train_loss");

    /// <summary>No verdict: no score tells how far the model got.</summary>
    public static Detection NoScore { get; } = new Detection.NotAssessable(
        "How far the model got from chance cannot be told: neither accuracy with a known number of classes nor R² was logged.",
        "Log train_accuracy and val_accuracy (or train_r2 and val_r2), and num_classes in the dataset metadata.");

    /// <summary>No verdict: only unseen rows were scored, and their score is low.</summary>
    public static Detection NoTrainingScore { get; } = new Detection.NotAssessable(
        "Whether the model has learnt its training rows cannot be told: only validation rows were scored.",
        "Log train_accuracy (or train_r2) beside the validation score.");

    /// <summary>The scores that go on to the end of the run, accuracy first and training before validation, each with what a guess among the classes gives (R² 0); without those whose chance is not known.</summary>
    public static IEnumerable<(Curve Curve, double Chance)> Scores(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        double guess = artifacts.Facts.NumClasses is > 1 and int classes ? 1.0 / classes : double.NaN;
        foreach (string metric in (string[])["train_accuracy", "val_accuracy", "train_r2", "val_r2"])
        {
            double chance = metric.EndsWith("accuracy", StringComparison.Ordinal) ? guess : 0;
            if (!double.IsNaN(chance) && Curve.Of(artifacts.Metrics.FindToTheEnd(metric), cancellationToken) is { } curve) yield return (curve, chance);
        }
    }

    private static (double? Score, string Name) Attained(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        double? best = null;
        string name = "";
        foreach ((Curve curve, double chance) in Scores(artifacts, cancellationToken))
        {
            double score = (curve.End - chance) / (1 - chance);
            if (best is null || score > best) (best, name) = (Math.Clamp(score, -1e6, 1e6), curve.Name);
        }

        return (best, name);
    }
}
