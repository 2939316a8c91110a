using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;
using DeepFix.Detectors.Training;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>A share of labels is wrong: at its best the model is unsure of all rows alike and has no idea which other class is right, and neighbours in the data disagree as often as the model errs.</summary>
public sealed class LabelNoiseDetector(LabelNoiseDetector.Limits limits) : Detector<RunArtifacts>
{
    /// <summary>With the default limits.</summary>
    public LabelNoiseDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.LabelNoise;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits =>
    [
        limits.FewestClasses, limits.FewestPoints, limits.Error, limits.OfChance, limits.Doubt, limits.MostDoubt, limits.TrainDoubt, limits.TrainError, limits.StillFalling,
        limits.NeighbourShare, limits.MissingShare, limits.LeakedShare,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["val_loss", "val_accuracy", "train_loss", "train_accuracy", "splits.train.knn_label_disagreement"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        DatasetArtifacts? data = artifacts.Dataset?.Plausible();
        if (artifacts.Training is not { } training || (training.Facts.NumClasses ?? data?.NumClasses) is not (> 1 and int classes) || training.Facts.TaskType == "regression")
            return new Detection.NotAssessable("Wrong labels show in classification, against the number of classes.", "Log losses and accuracies once an epoch, and num_classes in the dataset metadata.");
        if (limits.FewestClasses.IsCrossedBy(classes))
            return new Detection.NotAssessable($"With {Significant.Text(classes)} classes wrong labels look like classes that overlap.", "Have a few hundred rows labelled a second time, and compare.");
        if (BestPoint.Of(training, classes, limits.FewestPoints, cancellationToken) is not { } best)
            return new Detection.NotAssessable("Cross-entropy and accuracy of training and validation are not there, or too short to have a best point.", "Log train_loss, val_loss, train_accuracy and val_accuracy once an epoch.");
        Evidence[] items = [.. Model(best, classes).Select(i => i with { Source = training.Metrics.Source })];
        if (!Array.TrueForAll(items, i => i.CrossesLimit) || IsElsewhere(best, classes, data)) return new Detection.Clean(items);
        Evidence? neighbours = Neighbours(best, data);
        if (neighbours is { CrossesLimit: false }) return new Detection.Clean([.. items, neighbours]);
        string text = $"At its best, {best.Loss.Place(best.At)}, the model is wrong on {TrainingReport.Percent(best.Error)} of the validation rows with a loss of {Significant.Text(best.Loss.Values[best.At], 3)}, {TrainingReport.Percent(best.Doubt)} of the most that so many errors can cost a model with right probabilities ({Significant.Text(best.Loss.Values[best.At] / best.Doubt, 3)}, in the unit that the first epoch gives): "
            + "it is unsure of all rows alike, and of all classes alike. Classes that overlap leave most rows sure and confuse a few classes; labels that are wrong at random do this. The training rows show the same before they are memorised, so it is no fault of the validation split. ";
        text += neighbours is null
            ? "Whether neighbours in the data agree on their labels was not logged (knn_label_disagreement); a model held back by other things can look alike."
            : $"Neighbours in the training data disagree on {TrainingReport.Percent(data!.Train()!.KnnLabelDisagreement!.Value)} of the labels, so it is the data that disagree, not the model that falls short.";
        bool isLeaked = IsLeaked(data), isSure = neighbours is not null && !isLeaked;
        if (isLeaked) text += " Validation rows that are also in training make the comparison uncertain.";
        return new Detection.Found(DataFinding.Of(Code, isSure ? Severity.Medium : Severity.Low, isSure ? 0.93 : 0.6, text, neighbours is null ? items : [.. items, neighbours]));
    }

    private Evidence[] Model(BestPoint best, int classes) =>
    [
        limits.Doubt.Judge($"lowest val_loss over the largest cross-entropy of a calibrated model with its error among {Significant.Text(classes)} classes, over the same ratio of train_loss in the first epoch", best.Doubt, "val_loss", best.Step, best.Step),
        limits.Error.Judge("share of validation rows that are wrong there (median of three points)", best.Error, "val_accuracy", best.Step, best.Step),
        limits.TrainDoubt.Judge("train_loss there over the largest cross-entropy of a calibrated model with the training error, over the same ratio in the first epoch", best.TrainDoubt, "train_loss", best.Step, best.Step),
        limits.TrainError.Judge("training error there over the validation error", best.TrainError / best.Error, "train_accuracy", best.Step, best.Step),
    ];

    // Other reasons for the same picture: nothing learnt, probabilities that are off, a run that is not done, inputs that are missing.
    private bool IsElsewhere(BestPoint best, int classes, DatasetArtifacts? data)
        => limits.OfChance.IsCrossedBy(best.Error / (1 - (1.0 / classes))) || limits.MostDoubt.IsCrossedBy(best.Doubt) || limits.StillFalling.IsCrossedBy(best.StillFalling)
            || (data?.Train() is { MissingCells: { } missing, NumFeatures: > 0 and { } features } train && Rows.Of(train) is { } rows and > 0 && limits.MissingShare.IsCrossedBy(missing / (rows * features)));

    // Rows that were trained on lower the validation error, by how much is not known.
    private bool IsLeaked(DatasetArtifacts? data)
        => data?.DuplicateRowsTrainVal is { } leaked && Rows.Of(data.Splits.GetValueOrDefault("val")) is { } held and > 0 && limits.LeakedShare.IsCrossedBy(leaked / held);

    private Evidence? Neighbours(BestPoint best, DatasetArtifacts? data)
        => data?.Train()?.KnnLabelDisagreement is { } disagreement
            ? limits.NeighbourShare.Judge("share of training rows whose nearest neighbours carry another label, over the validation error", Math.Min(disagreement / best.Error, 1e6), "knn_label_disagreement") with { Source = data.StatisticsSource }
            : null;

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Classes without which wrong labels and overlapping classes look alike.</summary>
        public Limit FewestClasses { get; init; } = Limit.AtLeast(4, "classes", 3, 1000, "Errors that go to one other class cost as much as errors that go anywhere.", "With 4 classes and 30 % errors, errors that go anywhere cost 1.5 times as much as errors between pairs, with 3 classes 1.3 times.");

        /// <summary>Points of validation loss without which there is no best one.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(5, "points", 3, 1000, "The minimum may be the last point of a fall.", "A minimum with a point or two on either side.");

        /// <summary>Validation error at the best point.</summary>
        public Limit Error { get; init; } = Limit.AtMost(0.12, "fraction", 0.01, 1, "Errors are more than the few hard rows of any data set.", "Among so few errors the hard rows of clean data weigh as much as wrong labels.");

        /// <summary>That error over the error of a guess, above which the model may have learnt nothing.</summary>
        public Limit OfChance { get; init; } = Limit.AtMost(0.6, "fraction", 0.1, 1, "Near a guess every model is unsure of all rows alike.", "A model that is right on two fifths of what a guess is wrong about has learnt something to be unsure of.");

        /// <summary>Lowest validation loss over the largest of a calibrated model with the same error.</summary>
        public Limit Doubt { get; init; } = Limit.AtMost(0.85, "ratio", 0.5, 2, "Errors are spread evenly over rows and classes.", "1 for labels wrong at random (Fano 1961), with a deviation of 0.05 on 400 rows; 0.5 to 0.8 for classes that overlap.");

        /// <summary>The same ratio, above which probabilities are plainly wrong.</summary>
        public Limit MostDoubt { get; init; } = Limit.AtMost(1.15, "ratio", 1, 10, "No calibrated model loses that much: probabilities are off, for other reasons.", "1 plus three deviations on 400 rows.");

        /// <summary>Training loss over the largest of a calibrated model with the training error.</summary>
        public Limit TrainDoubt { get; init; } = Limit.AtMost(0.85, "ratio", 0.3, 2, "Training rows are uncertain in the same way.", "1 for labels wrong at random, less what has been memorised by then.");

        /// <summary>Training error over validation error.</summary>
        public Limit TrainError { get; init; } = Limit.AtMost(0.8, "ratio", 0, 2, "Training rows are wrong about as often, before they are memorised.", "1 for labels wrong at random, less what has been memorised by then.");

        /// <summary>Share of the fall of validation loss that came in the last quarter.</summary>
        public Limit StillFalling { get; init; } = Limit.AtMost(0.15, "fraction", 0, 1, "The model is still learning, and unsure for that reason.", "A straight line gives 0.25, a settled loss 0.");

        /// <summary>Disagreement of neighbours over validation error.</summary>
        public Limit NeighbourShare { get; init; } = Limit.AtMost(0.7, "ratio", 0, 10, "Neighbours disagree about as often as the model errs: the labels do.", "Wrong labels give 1 or more; a model held back by something else errs on rows whose neighbours agree.");

        /// <summary>Share of training cells that are missing.</summary>
        public Limit MissingShare { get; init; } = Limit.AtMost(0.01, "fraction", 0, 1, "Missing inputs make rows uncertain, and neighbours far.", "One cell in a hundred.");

        /// <summary>Share of validation rows that are also in training.</summary>
        public Limit LeakedShare { get; init; } = Limit.AtMost(0.05, "fraction", 0, 1, "Validation rows were trained on, so their error says less of the labels.", "One row in twenty.");
    }
}
