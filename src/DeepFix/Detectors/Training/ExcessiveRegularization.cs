using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Dropout or weight decay so strong that even the training set is not fitted.</summary>
public sealed class ExcessiveRegularization(ExcessiveRegularization.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public ExcessiveRegularization() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.ExcessiveRegularization;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.Dropout, limits.WeightDecay];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Parameters.DropoutRate is null && artifacts.Parameters.WeightDecay is null)
            return new Detection.NotAssessable("Neither dropout nor weight decay is declared.", "Log dropout_rate and weight_decay in params.yaml.");
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        if (learning.Score is null) return Learning.NoScore;
        Evidence[] strong = [.. Declared(artifacts)];
        Evidence attained = limits.Attained.JudgeAttained(learning);
        if (!attained.CrossesLimit || !Array.Exists(strong, s => s.CrossesLimit)) return artifacts.Clean([attained, .. strong]);
        if (!learning.IsTrainingScored) return Learning.NoTrainingScore;
        Evidence[] crossed = [.. strong.Where(s => s.CrossesLimit)];
        return artifacts.Found(Code, Severity.Medium, 0.8, $"{string.Join(" and ", crossed.Select(s => $"{s.Series} is {Significant.Text(s.Value, 3)}"))}, and even {learning.ScoreName} has come only {TrainingReport.Percent(Math.Max(0, learning.Score.Value))} "
            + "of the way from chance to perfect. The training rows themselves are not fitted, so there is nothing for so much regularisation to hold back.", [attained, .. crossed]);
    }

    private IEnumerable<Evidence> Declared(TrainingArtifacts artifacts)
    {
        if (artifacts.Parameters.DropoutRate is { } dropout && double.IsFinite(dropout)) yield return limits.Dropout.Judge("declared dropout_rate", dropout, "dropout_rate") with { Source = artifacts.Parameters.Source };
        if (artifacts.Parameters.WeightDecay is { } decay && double.IsFinite(decay)) yield return limits.WeightDecay.Judge("declared weight_decay", decay, "weight_decay") with { Source = artifacts.Parameters.Source };
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 3, 1000, "With fewer points training has hardly begun.", "three points of end beside those of start");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.6, "fraction", 0, 1, "Much was left to learn, so that learning on would pay.", "healthy runs on ten tasks, the noisiest of which allows 0.5 to 0.65");

        /// <summary>Declared dropout probability.</summary>
        public Limit Dropout { get; init; } = Limit.AtMost(
            0.55, "probability", 0, 1, "More than half of the units are dropped.", "0.5 is the usual upper end (Srivastava et al. 2014)");

        /// <summary>Declared weight decay.</summary>
        public Limit WeightDecay { get; init; } = Limit.AtMost(
            0.09, "weight decay", 0, 1000, "The decay is above what is in use.", "1e-4 to 1e-2 for SGD and Adam, up to 0.1 for AdamW on large models");
    }
}
