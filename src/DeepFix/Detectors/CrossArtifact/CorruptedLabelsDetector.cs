using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;
using DeepFix.Detectors.Training;
using DeepFix.Statistics;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>Labels have nothing to do with the inputs: neighbours agree no more than chance, no feature goes with the label, and no epoch of the model does better than the largest class on unseen rows.</summary>
public sealed class CorruptedLabelsDetector(CorruptedLabelsDetector.Limits limits) : Detector<RunArtifacts>
{
    /// <summary>With the default limits.</summary>
    public CorruptedLabelsDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.CorruptedLabels;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.NeighbourMargin, limits.AssociationChance, limits.ValidationMargin, limits.MajorityShare, limits.Memorised, limits.LossOfGuess, limits.LeastRate, limits.FewestEpochs];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["val_accuracy", "splits.train.knn_label_disagreement", "features.target_association", "train_accuracy", "train_loss", "val_loss", "learning_rate", "model.layers"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        DatasetArtifacts? data = artifacts.Dataset?.Plausible();
        if (artifacts.Training is not { } training || (training.Facts.NumClasses ?? data?.NumClasses) is not (> 1 and int classes) || training.Facts.TaskType == "regression")
            return new Detection.NotAssessable("Labels without any relation to the inputs show in classification, against the number of classes.", "Log val_accuracy once an epoch, and num_classes in the dataset metadata.");
        if (Curve.Of(training.Metrics.ValAccuracy, cancellationToken) is not { } accuracy) return TrainingReport.Lacks("val_accuracy");
        if (training.Facts.ValRows is not (> 0 and long valRows)) return new Detection.NotAssessable("The number of validation rows is not known, and with it how far chance alone lifts an accuracy.", "Log num_val_samples in the dataset metadata.");
        double guess = Math.Clamp(Math.Max(1.0 / classes, Math.Max(training.Facts.TrainMajorityShare ?? 0, training.Facts.ValMajorityShare ?? 0)), 0, 1);
        if (limits.MajorityShare.IsCrossedBy(guess))
            return new Detection.NotAssessable($"The largest class holds {TrainingReport.Percent(guess)} of the rows: that nothing beats it says little.", "Log val_balanced_accuracy, and look at a sample of the labels.");
        Evidence margin = limits.ValidationMargin.Judge(
            $"best val_accuracy less that of the largest class ({Significant.Text(guess, 3)}), in standard deviations of {Significant.Text(valRows)} rows", Math.Clamp((Order.Quantile(accuracy.Values, 1) - guess) / Math.Max(Proportion.Deviation(guess, valRows), 1e-9), -1e6, 1e6), accuracy.Name, accuracy.Step(0), accuracy.LastStep) with { Source = training.Metrics.Source };
        if (!margin.CrossesLimit) return new Detection.Clean(margin);
        // A model that could not learn from right labels either says nothing of these.
        if (UsualRate.Ratio(training, cancellationToken) is { } rate && limits.LeastRate.IsCrossedBy(rate))
            return new Detection.NotAssessable($"The learning rate is {Significant.Text(rate, 2)} times what its optimiser usually begins with: at that rate nothing is learnt from right labels either.", "Train with a usual learning rate first; a model that still does no better than the largest class shows whether the labels are at fault.");
        if (Curve.Of(training.Metrics.TrainLoss ?? training.Metrics.ValLoss, cancellationToken) is { } loss && limits.FewestEpochs.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestEpochs);
        // Numbers of words stand in no order: neighbours among them mean nothing.
        bool areWords = training.Parameters.Layers.Any(l => l.Contains("Embedding", StringComparison.OrdinalIgnoreCase));
        if (areWords && classes < 3) return new Detection.NotAssessable("Inputs are numbers of words, among which neighbours mean nothing, and with two classes the curves do not settle it.", "Look at a sample of the labels beside their texts.");
        return !areWords && data?.Train() is { KnnLabelDisagreement: { } disagreement, ClassCounts.Count: > 1 } train
            ? ByData(data, train, disagreement, margin)
            : ByCurves(training, classes, guess, accuracy, margin, cancellationToken);
    }

    private Detection ByData(DatasetArtifacts data, SplitStatistics train, double disagreement, Evidence margin)
    {
        double rows = train.ClassCounts.Values.Sum(), guess = train.ClassCounts.Values.Max() / Math.Max(rows, 1);
        Evidence neighbours = limits.NeighbourMargin.Judge($"how far the disagreement of nearest neighbours ({Significant.Text(disagreement, 3)}) lies below the error of the largest class ({Significant.Text(1 - guess, 3)}), in standard deviations", Math.Clamp((1 - guess - disagreement) / Math.Max(Proportion.Deviation(guess, rows), 1e-9), -1e6, 1e6), "knn_label_disagreement") with { Source = data.StatisticsSource };
        List<double> associations = [.. data.Features.Select(f => f.TargetAssociation).OfType<double>().Where(a => a is >= 0 and <= 1)];
        double best = associations.Count == 0 ? 0 : associations.Max();
        // Rows times the share of variance that classes explain is chi-square with K - 1 degrees where nothing is related.
        double chance = associations.Count == 0 ? 1 : Math.Min(1, associations.Count * ChiSquare.UpperTail(rows * best, train.ClassCounts.Count - 1));
        Evidence related = limits.AssociationChance.Judge($"chance that the strongest of {Significant.Text(associations.Count)} associations with the label ({Significant.Text(best, 3)}) comes about without any relation", chance, "target_association") with { Source = data.StatisticsSource };
        if (!neighbours.CrossesLimit || !related.CrossesLimit) return new Detection.Clean(neighbours, related, margin);
        string text = $"Nearest neighbours in the training data disagree on {TrainingReport.Percent(disagreement)} of the labels, as shuffled labels would; "
            + (associations.Count == 0 ? "" : $"none of {Significant.Text(associations.Count)} features goes with the label by more than chance (strongest association {Significant.Text(best, 3)}); ")
            + "and in no epoch does the model do better on validation rows than always naming the largest class. Inputs and labels have nothing to do with each other: look for rows that were shuffled or joined by the wrong key, before changing anything about the training.";
        return new Detection.Found(DataFinding.Of(Code, Severity.High, 0.95, text, neighbours, related, margin));
    }

    // Curves alone do not tell shuffled labels from a validation split that is prepared in another way: hence a low finding at most.
    private Detection ByCurves(TrainingArtifacts training, int classes, double guess, Curve accuracy, Evidence margin, CancellationToken cancellationToken)
    {
        if (Curve.Of(training.Metrics.TrainAccuracy, cancellationToken) is not { } seen || Curve.Of(training.Metrics.ValLoss, cancellationToken) is not { } loss || !BestPoint.IsCrossEntropy(training.Parameters) || classes < 3)
            return new Detection.NotAssessable("Whether inputs and labels are related at all is not recorded.", "Log knn_label_disagreement and the features' target_association in dataset/statistics.json.");
        Evidence memorised = limits.Memorised.Judge("final train_accuracy less the share of the largest class", seen.End - guess, seen.Name, seen.Step(seen.EndFrom), seen.LastStep) with { Source = training.Metrics.Source };
        Evidence lowest = limits.LossOfGuess.Judge("lowest val_loss over ln(classes)", Math.Min(Order.Quantile(loss.Values, 0) / Math.Log(classes), 1e6), loss.Name, loss.Step(0), loss.LastStep) with { Source = training.Metrics.Source };
        if (!memorised.CrossesLimit || !lowest.CrossesLimit) return new Detection.Clean(margin, memorised, lowest);
        string text = $"train_accuracy ends at {Significant.Text(seen.End, 3)}, {Significant.Text(memorised.Value, 3)} above a guess, while val_accuracy is never above a guess by more than chance (best {Significant.Text(Order.Quantile(accuracy.Values, 1), 3)}) and val_loss never below that of a guess: what is learnt is memory. "
            + "Labels that were shuffled against the inputs do this; so does a validation split that is prepared differently, which the data would show: log knn_label_disagreement and target_association.";
        return new Detection.Found(DataFinding.Of(Code, Severity.Low, 0.4, text, memorised, margin, lowest));
    }

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>How far neighbours disagree less than the largest class errs, in standard deviations.</summary>
        public Limit NeighbourMargin { get; init; } = Limit.AtLeast(2, "standard deviations", -10, 100, "Neighbours say no more of a label than the class mix does.", "Shuffled labels disagree more often than the largest class errs, on average; 2.3 % of related ones come so near by chance.");

        /// <summary>Chance of the strongest association where no feature is related to the label.</summary>
        public Limit AssociationChance { get; init; } = Limit.AtMost(0.01, "probability", 0, 1, "The strongest association is what chance gives.", "Chi-square of K - 1 degrees, times the features (Bonferroni).");

        /// <summary>Best validation accuracy over that of the largest class, in standard deviations.</summary>
        public Limit ValidationMargin { get; init; } = Limit.AtLeast(3, "standard deviations", 0, 100, "No epoch is better than naming the largest class.", "The best of fifty epochs lies two deviations above the mean by chance.");

        /// <summary>Share of the largest class, above which nothing can be said.</summary>
        public Limit MajorityShare { get; init; } = Limit.AtMost(0.7, "fraction", 0.3, 1, "Votes and models go to the largest class whatever the labels mean.", "With seven rows in ten, five neighbours name the largest class five times in six whatever the row is.");

        /// <summary>Final training accuracy over the share of the largest class.</summary>
        public Limit Memorised { get; init; } = Limit.AtMost(0.08, "score", 0, 1, "Training rows are learnt by heart.", "Five standard deviations of 1,000 rows.");

        /// <summary>Lowest validation loss over that of a guess.</summary>
        public Limit LossOfGuess { get; init; } = Limit.AtMost(0.98, "ratio", 0, 10, "No epoch knows more than a guess.", "A guess loses ln K; a fiftieth for class sizes that differ by chance.");

        /// <summary>Learning rate over the usual one of the optimiser.</summary>
        public Limit LeastRate { get; init; } = Limit.AtLeast(0.1, "ratio", 0, 1, "Too slow to learn anything within a run, whatever the labels say.", "A decade; rates are searched by decades (Bengio 2012).");

        /// <summary>Points of the loss, an epoch each, below which a model has had no time to learn.</summary>
        public Limit FewestEpochs { get; init; } = Limit.AtLeast(5, TrainingReport.Points, 1, 1000, "No epoch shows what the model can learn.", "First epochs bring the scale of the outputs; a warm-up takes as long.");
    }
}
