using System.Globalization;
using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;

namespace DeepFix.Detectors.CrossArtifact;

/// <summary>Parameters, dataset metadata and log disagree in a way for which no legitimate reason is known.</summary>
public sealed class ConfigLogContradictionDetector(ConfigLogContradictionDetector.Limits limits) : Detector<RunArtifacts>
{
    private static readonly string[] ChangesTheStart = ["warm", "cycl", "cosineannealingwarm", "plateau"];
    private static readonly string[] CutsEpochsShort = ["limit_train_batches", "max_steps", "steps_per_epoch", "overfit_batches", "max_train_batches"];
    private static readonly string[] Accumulates = ["accumulate_grad_batches", "gradient_accumulation_steps", "accumulation_steps", "grad_accum", "world_size", "num_devices", "devices", "num_gpus"];
    private static readonly string[] Optimizers = ["SGD", "Adam", "AdamW", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "RMSprop", "LBFGS", "Lion", "Lamb", "Adafactor", "ASGD", "Rprop"];
    private static readonly string[] CutsValidation = ["limit_val_batches", "max_val_batches", "validation_steps", "val_subset", "eval_subset"];
    private static readonly string[] NamesClasses = ["num_classes", "n_classes", "num_labels", "model.num_classes"];

    /// <summary>With the default limits.</summary>
    public ConfigLogContradictionDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.ConfigLogContradiction;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.ExtraEpochs, limits.RateRatio, limits.ConstantRate, limits.ExtraSteps, limits.ExtraStepShare, limits.DividedMiss, limits.ClassDifference, limits.RowDifference, limits.OtherOptimizers];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["num_epochs", "learning_rate", "batch_size", "num_train_samples", "num_val_samples", "num_classes", "step", "epoch"];

    /// <inheritdoc/>
    public override Detection Detect(RunArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<(Evidence Evidence, string Sentence)> measured =
        [
            .. Epochs(artifacts), .. FirstRate(artifacts), .. StepsPerEpoch(artifacts), .. Classes(artifacts), .. ValidationRows(artifacts), .. Optimizer(artifacts),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        if (measured.Count == 0)
            return new Detection.NotAssessable("Nothing that is declared can be held against the log.", "Log num_epochs, learning_rate and batch_size in params.yaml, num_train_samples in dataset/metadata.yaml, and step, epoch and learning_rate in metrics.csv.");
        List<(Evidence Evidence, string Sentence)> crossing = [.. measured.Where(m => m.Evidence.CrossesLimit)];
        if (crossing.Count == 0) return new Detection.Clean([.. measured.Select(m => m.Evidence)]);
        return new Detection.Found(DataFinding.Of(Code, Severity.Low, Certainty.Tested, string.Join(" ", crossing.Select(c => c.Sentence)), [.. crossing.Select(c => c.Evidence)]));
    }

    // Fewer epochs than planned are early stopping or an interruption. A resumed run numbers on, so the epochs that it logged count, not their numbers.
    private IEnumerable<(Evidence, string)> Epochs(RunArtifacts run)
    {
        if (run.Training is not { Parameters.NumEpochs: { } planned and > 0 } training || Longest(training.Metrics) is not { } series || EpochSpan(series) is not { } span) yield break;
        double logged = span.Last - span.First + 1;
        yield return (
            limits.ExtraEpochs.Judge("epochs logged beyond those planned", logged - planned, "epoch", series.Steps[0], series.Steps[^1]),
            $"The parameters plan {DataFinding.Count(planned)} epochs, the log holds {DataFinding.Count(logged)}.");
    }

    // Warm-up begins below the declared rate and cyclic schedules may begin anywhere: only a rate that stands still elsewhere, or begins above and falls, contradicts.
    private IEnumerable<(Evidence, string)> FirstRate(RunArtifacts run)
    {
        if (run.Training is not { Parameters.LearningRate: { } declared and > 0 } training || training.Metrics.LearningRate?.Finite() is not { Count: > 1 } rates) yield break;
        string scheduler = training.Parameters.Scheduler ?? "none";
        if (ChangesTheStart.Any(s => scheduler.Contains(s, StringComparison.OrdinalIgnoreCase)) || DeclaresAny(training.Parameters, "warm")) yield break;
        // A log that was resumed does not hold the first rate.
        if (rates.Epochs[0] > 1) yield break;
        double first = rates.Values[0], highest = first, lowest = first;
        foreach (double rate in rates.Values) (highest, lowest) = (Math.Max(highest, rate), Math.Min(lowest, rate));
        if (first <= 0 || lowest <= 0 || PlausibleNumbers.Of(declared) is null || PlausibleNumbers.Of(highest / lowest) is null || PlausibleNumbers.Of((first / declared) + (declared / first)) is null) yield break;
        bool isConstant = !limits.ConstantRate.IsCrossedBy(highest / lowest), beginsHighest = highest <= first;
        double ratio = isConstant ? Math.Max(first / declared, declared / first) : beginsHighest ? Math.Max(1, first / declared) : 1;
        yield return (
            limits.RateRatio.Judge("first logged learning rate over the declared one, or its inverse", ratio, "learning_rate", rates.Steps[0], rates.Steps[0]),
            $"The parameters declare a learning rate of {Significant.Text(declared)}, the log begins with {Significant.Text(first)}.");
    }

    private IEnumerable<(Evidence, string)> StepsPerEpoch(RunArtifacts run)
    {
        if (run.Training is not { Parameters.BatchSize: { } batch and > 0 } training || Dataset(run, "train") is not { } rows || rows <= batch) yield break;
        if (Longest(training.Metrics) is not { } series || EpochSpan(series) is not { } span || span.Last <= span.First || CutsEpochsShort.Any(k => DeclaresAny(training.Parameters, k))) yield break;
        double measured = (series.Steps[^1] - series.Steps[0]) / (span.Last - span.First);
        // Steps that count epochs say nothing of batches.
        if (measured <= 1) yield break;
        double least = Math.Floor((double)rows / batch), most = Math.Ceiling((double)rows / batch);
        double beyond = measured - most;
        Limit limit = limits.ExtraSteps;
        yield return (
            limit.Judge("steps an epoch beyond rows over batch size", limits.ExtraStepShare.IsCrossedBy(measured / most) ? beyond : Math.Min(beyond, 0), "step", series.Steps[0], series.Steps[^1]),
            $"{DataFinding.Count(rows)} training rows in batches of {DataFinding.Count(batch)} give {DataFinding.Count(most)} steps an epoch, the log shows {Significant.Text(measured)}.");
        if (measured >= least) yield break;
        double divisor = Accumulates.Select(k => Declared(training.Parameters, k)).FirstOrDefault(d => d is > 1) ?? Math.Max(1, Math.Round(most / measured));
        double miss = Math.Max(0, Math.Max(Math.Floor(least / divisor) - measured, measured - Math.Ceiling(most / divisor))) / measured;
        yield return (
            limits.DividedMiss.Judge("share by which steps an epoch miss every whole division of rows over batch size", miss, "step", series.Steps[0], series.Steps[^1]),
            $"{DataFinding.Count(rows)} training rows in batches of {DataFinding.Count(batch)} give {DataFinding.Count(least)} to {DataFinding.Count(most)} steps an epoch, the log shows {Significant.Text(measured)}, which is no whole part of them (gradient accumulation or several devices would make one).");
    }

    private IEnumerable<(Evidence, string)> Classes(RunArtifacts run)
    {
        if (run.Dataset is not { NumClasses: { } declared and > 0 } dataset) yield break;
        if (dataset.ClassNames.Count > 0)
            yield return (limits.ClassDifference.Judge("class names beyond or short of num_classes", Math.Abs(dataset.ClassNames.Count - declared), "class_names"), $"The metadata declare {DataFinding.Count(declared)} classes and name {DataFinding.Count(dataset.ClassNames.Count)}.");
        int seen = dataset.Splits.Values.SelectMany(s => s.ClassCounts.Where(c => c.Value > 0).Select(c => c.Key)).Distinct(StringComparer.Ordinal).Count();
        if (seen > 0)
            yield return (limits.ClassDifference.Judge("classes in the data beyond num_classes", Math.Max(0, seen - declared), "class_counts"), $"The metadata declare {DataFinding.Count(declared)} classes, the data hold {DataFinding.Count(seen)}.");
        // Segmentation and detection add a background class; a single output tells two classes apart.
        if (run.Training is { } training && NamesClasses.Select(k => Declared(training.Parameters, k)).FirstOrDefault(d => d is not null) is { } outputs && outputs != declared + 1 && !(outputs == 1 && declared == 2))
            yield return (limits.ClassDifference.Judge("classes of the model beyond or short of those of the data", Math.Abs(outputs - declared), "num_classes"), $"The parameters declare {Significant.Text(outputs)} classes, the metadata {DataFinding.Count(declared)}.");
    }

    private IEnumerable<(Evidence, string)> ValidationRows(RunArtifacts run)
    {
        if (run.Dataset is not { } dataset) yield break;
        foreach (string split in new[] { "train", "val", "test" })
        {
            if (!dataset.Raw.TryGetValue($"num_{split}_samples", out string? text) || !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long declared)) continue;
            if (dataset.Splits.GetValueOrDefault(split) is not { } statistics) continue;
            long counted = statistics.ClassCounts.Count > 0 ? statistics.ClassCounts.Values.Sum() : statistics.NumSamples ?? declared;
            yield return (limits.RowDifference.Judge($"rows of {split} by which metadata and statistics differ", Math.Abs(counted - declared), $"num_{split}_samples"), $"The metadata declare {DataFinding.Count(declared)} {split} rows, the statistics count {DataFinding.Count(counted)}.");
        }

        if (run.Training is { } training && Dataset(run, "val") is { } said and > 0 && !CutsValidation.Any(k => DeclaresAny(training.Parameters, k)) && RowsBehindScore.Of(training.Metrics.ValAccuracy) is { } rowsBehind)
            yield return (limits.RowDifference.Judge("validation rows declared beyond or short of those in whose parts val_accuracy moves", rowsBehind.Explains(said, training.Parameters.BatchSize) ? 0 : Math.Abs(said - rowsBehind.Rows), "val_accuracy"), $"The metadata declare {DataFinding.Count(said)} validation rows, but all {DataFinding.Count(rowsBehind.Values)} values of val_accuracy are whole parts of {DataFinding.Count(rowsBehind.Rows)} rows and not of the declared ones.");
        if (run.Training?.Metrics.ValLoss is { Count: > 0 } && dataset.Raw.TryGetValue("num_val_samples", out string? rows) && rows == "0")
            yield return (limits.RowDifference.Judge("validation losses logged over no declared row", run.Training.Metrics.ValLoss.Count, "val_loss"), "The metadata declare no validation row, the log holds validation losses.");
    }

    // Lightning names the rate that it logs after the optimiser.
    private IEnumerable<(Evidence, string)> Optimizer(RunArtifacts run)
    {
        if (run.Training is not { Parameters.Optimizer: { } declared } training || !training.Metrics.RecordedAs.TryGetValue("learning_rate", out string? recorded) || !recorded.StartsWith("lr-", StringComparison.OrdinalIgnoreCase)) yield break;
        string logged = new([.. recorded[3..].TakeWhile(char.IsAsciiLetterOrDigit)]);
        if (!Optimizers.Contains(logged, StringComparer.OrdinalIgnoreCase) || !Optimizers.Contains(declared, StringComparer.OrdinalIgnoreCase)) yield break;
        yield return (
            limits.OtherOptimizers.Judge("optimisers whose rate was logged and that are not the declared one", string.Equals(logged, declared, StringComparison.OrdinalIgnoreCase) ? 0 : 1, recorded),
            $"The parameters declare {declared}, the log holds the learning rate of {logged}.");
    }

    private static MetricSeries? Longest(MetricTable metrics) => metrics.TrainLoss is { Count: > 1 } loss ? loss : metrics.Series.Where(s => s.Count > 1).MaxBy(s => s.Count);

    private static (double First, double Last)? EpochSpan(MetricSeries series)
    {
        double first = series.Epochs[0], last = first;
        foreach (double epoch in series.Epochs)
        {
            if (PlausibleNumbers.Of(epoch) is null) return null;
            (first, last) = (Math.Min(first, epoch), Math.Max(last, epoch));
        }

        return (Math.Floor(first), Math.Floor(last));
    }

    private static long? Dataset(RunArtifacts run, string split) => run.Dataset?.Splits.GetValueOrDefault(split)?.NumSamples;

    private static bool DeclaresAny(TrainingParameters parameters, string part)
        => parameters.Raw.Any(p => p.Key.Contains(part, StringComparison.OrdinalIgnoreCase) && p.Value is not ("" or "0" or "null" or "None" or "none" or "false" or "False" or "-1" or "1.0" or "0.0"));

    private static double? Declared(TrainingParameters parameters, string key)
        => parameters.Raw.TryGetValue(key, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Epochs logged beyond those planned.</summary>
        public Limit ExtraEpochs { get; init; } = Limit.AtMost(1, "epochs", 0, 1000, "Epochs logged beyond those planned.", "One for a check of validation before, or a count from 0 to N.");

        /// <summary>First logged learning rate over the declared one, or its inverse.</summary>
        public Limit RateRatio { get; init; } = Limit.AtMost(1.05, "ratio", 1, 1000, "First logged learning rate over the declared one, or its inverse.", "Rounding and a first step of a schedule stay below a twentieth.");

        /// <summary>Highest over lowest rate up to which it stands still.</summary>
        public Limit ConstantRate { get; init; } = Limit.AtMost(1.001, "ratio", 1, 2, "Highest over lowest rate up to which it stands still.", "Rounding of logged numbers.");

        /// <summary>Steps an epoch beyond rows over batch size.</summary>
        public Limit ExtraSteps { get; init; } = Limit.AtMost(1, "steps", 0, 1000, "Steps an epoch beyond rows over batch size.", "One for a step that is logged at the seam of two epochs.");

        /// <summary>Steps an epoch over those that rows and batch size give.</summary>
        public Limit ExtraStepShare { get; init; } = Limit.AtMost(1.02, "ratio", 1, 10, "Steps an epoch over those that rows and batch size give.", "Rounding where steps are logged every so often.");

        /// <summary>Share by which steps an epoch miss every whole division of those that rows and batch size give.</summary>
        public Limit DividedMiss { get; init; } = Limit.AtMost(0.02, "fraction", 0, 1, "Share by which steps an epoch miss every whole division of those that rows and batch size give.", "Rounding where steps are logged every so often.");

        /// <summary>Classes by which two sources differ.</summary>
        public Limit ClassDifference { get; init; } = Limit.AtMost(0, "classes", 0, 1000, "Classes by which two sources differ.", "Exact.");

        /// <summary>Optimisers other than the declared one.</summary>
        public Limit OtherOptimizers { get; init; } = Limit.AtMost(0, "optimisers", 0, 10, "Optimisers other than the declared one.", "Exact.");

        /// <summary>Rows by which two sources differ.</summary>
        public Limit RowDifference { get; init; } = Limit.AtMost(0, "rows", 0, 1000000, "Rows by which two sources differ.", "Exact.");
    }
}
