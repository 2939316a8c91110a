using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>How far a model got at the end: from what the largest class alone would give (R² 0) to perfect (1).</summary>
/// <param name="Score">The share of the way, 1 at most.</param>
/// <param name="Metric">The metric that it was read from.</param>
/// <param name="FromStep">Where the end begins.</param>
/// <param name="ToStep">Where it ends.</param>
internal sealed record Attainment(double Score, string Metric, long FromStep, long ToStep)
{
    private const double Least = -1e6;

    /// <summary>On the training rows; null where neither R² nor accuracy with a known chance level was logged.</summary>
    public static Attainment? OnTraining(TrainingArtifacts artifacts, CancellationToken cancellationToken)
        => Read(artifacts, "train_accuracy", artifacts.Facts.TrainMajorityShare, cancellationToken) ?? Read(artifacts, "train_r2", null, cancellationToken);

    /// <summary>On the validation rows.</summary>
    public static Attainment? OnValidation(TrainingArtifacts artifacts, CancellationToken cancellationToken)
        => Read(artifacts, "val_accuracy", artifacts.Facts.ValMajorityShare, cancellationToken) ?? Read(artifacts, "val_r2", null, cancellationToken);

    /// <summary>The better of the two.</summary>
    public static Attainment? Best(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        Attainment? training = OnTraining(artifacts, cancellationToken), validation = OnValidation(artifacts, cancellationToken);
        if (training is null || validation is null) return training ?? validation;
        return validation.Score > training.Score ? validation : training;
    }

    /// <summary>Held against a limit.</summary>
    public Evidence JudgedBy(Limit limit)
        => limit.Judge($"final {Metric}, from {(Metric.EndsWith("r2", StringComparison.Ordinal) ? "0" : "the largest class alone (0)")} to perfect (1)", Score, Metric, FromStep, ToStep);

    private static Attainment? Read(TrainingArtifacts artifacts, string metric, double? majority, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.FindToTheEnd(metric), cancellationToken) is not { } curve) return null;
        double chance = metric.EndsWith("r2", StringComparison.Ordinal) ? 0 : majority ?? (artifacts.Facts.NumClasses is > 1 and int classes ? 1.0 / classes : double.NaN);
        return chance is >= 0 and < 1 ? new Attainment(Math.Clamp((curve.End - chance) / (1 - chance), Least, 1), metric, curve.Step(curve.EndFrom), curve.LastStep) : null;
    }
}
