using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>So few training rows that what the model learns of them does not carry over.</summary>
public sealed class SmallDataset(SmallDataset.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public SmallDataset() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.SmallDataset;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestRows, limits.ScoreGap, limits.GapMultiple, limits.SureRows, limits.SureMultiple];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Facts.TrainRows is not (> 0 and long rows)) return new Detection.NotAssessable("The number of training rows is not known.", "Log num_train_samples in the dataset metadata.");
        Evidence size = limits.FewestRows.Judge("rows of the training split", rows, "num_train_samples") with { Source = "dataset/metadata.yaml" };
        if (!size.CrossesLimit) return artifacts.Clean(size);
        if (ScoreGap.Of(artifacts, cancellationToken) is not { } gap) return TrainingReport.Lacks("train_accuracy and val_accuracy (or train_r2 and val_r2)");
        Curve unseen = gap.Validation;
        double multiple = gap.Deviation > 0 ? Math.Clamp(gap.Gap / gap.Deviation, -1e6, 1e6) : gap.Gap > 0 ? 1e6 : 0;
        Evidence lead = limits.ScoreGap.Judge($"lead of {gap.Training.Name} over {unseen.Name} at the end", gap.Gap, unseen.Name, unseen.Step(unseen.EndFrom), unseen.LastStep);
        Evidence sure = limits.GapMultiple.Judge("the same lead in standard deviations of the validation score", multiple, unseen.Name, unseen.Step(unseen.EndFrom), unseen.LastStep);
        if (!lead.CrossesLimit || !sure.CrossesLimit) return artifacts.Clean(size, lead, sure);
        string text = $"The model is trained on {Significant.Text(rows)} rows. At the end {gap.Training.Name} is {Significant.Text(gap.Training.End, 3)} and {unseen.Name} {Significant.Text(unseen.End, 3)}: the lead of {Significant.Text(gap.Gap, 3)} is {Significant.Text(multiple, 2)} standard deviations of the validation score, so it is no luck of the split. "
            + "With so few rows it says at least as much of the data as of the model: regularisation narrows the lead by fitting less, more rows narrow it by knowing more.";
        bool isSure = limits.SureMultiple.IsCrossedBy(multiple) && limits.SureRows.IsCrossedBy(rows);
        return artifacts.Found(Code, isSure ? Severity.Medium : Severity.Low, isSure ? 0.7 : 0.4, text, size, lead, sure);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Rows of the training split.</summary>
        public Limit FewestRows { get; init; } = Limit.AtLeast(
            300, "rows", 10, 1000000, "What is learnt from a sample is uncertain by as much as the sample's own shares are.", "standard deviation of a share of 0.5: 0.5 / √300 = 0.029, an effect worth having");

        /// <summary>Lead of the training score over the validation score at the end.</summary>
        public Limit ScoreGap { get; init; } = Limit.AtMost(
            0.03, "score", 0, 1, "More rows could bring at most this much or hardly more.", "effect: the smallest gain that retraining tells from chance");

        /// <summary>The same lead in standard deviations of the validation score, for a finding at all.</summary>
        public Limit GapMultiple { get; init; } = Limit.AtMost(
            2, "standard deviations", 0, 100, "The lead is larger than the luck of the split.", "2.3 % by chance");

        /// <summary>Rows of the training split, for a finding of medium severity.</summary>
        public Limit SureRows { get; init; } = Limit.AtLeast(
            200, "rows", 10, 1000000, "So few rows hold back models of any kind.", "retraining on 400 rows: below 200 it brought 0.06 to 0.14, at 250 0.03 or nothing");

        /// <summary>The same lead in standard deviations, for a finding of medium severity.</summary>
        public Limit SureMultiple { get; init; } = Limit.AtMost(
            3, "standard deviations", 0, 100, "The lead is larger than any luck of the split.", "0.1 % by chance");
    }
}
