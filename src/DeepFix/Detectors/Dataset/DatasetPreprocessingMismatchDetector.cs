using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>What the model is fed in validation is prepared differently from training, while the raw data agree.</summary>
public sealed class DatasetPreprocessingMismatchDetector(DatasetPreprocessingMismatchDetector.Limits limits) : Detector<DatasetArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DatasetPreprocessingMismatchDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.PreprocessingMismatch;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.SpreadRatio, limits.RawDrift, limits.RawChance, limits.Shift];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["model_input.train", "model_input.val", "features[].<split>.mean", "features[].<split>.std"];

    /// <inheritdoc/>
    public override Detection Detect(DatasetArtifacts artifacts, CancellationToken cancellationToken)
    {
        artifacts = artifacts.Plausible();
        if (artifacts.ModelInput.GetValueOrDefault("train") is not { Mean: { } mean, Std: { } std and > 0 } || artifacts.ModelInput.GetValueOrDefault("val") is not { Mean: { } valMean, Std: { } valStd and > 0 })
            return new Detection.NotAssessable("What the model is fed in training and validation is not both summarised.", "Log model_input of train and val in dataset/statistics.json.");
        List<(Moments Train, Moments Val)> raw = [.. artifacts.Features
            .Where(f => f.Kind == "numeric" && f.Splits.ContainsKey("train") && f.Splits.ContainsKey("val"))
            .Select(f => (f.Splits["train"].Moments, f.Splits["val"].Moments))
            .Where(p => p.Item1 is { Mean: not null, Std: not null } && p.Item2 is { Mean: not null, Std: not null })];
        if (raw.Count == 0)
            return new Detection.NotAssessable("Without the raw features it cannot be told whether data or preprocessing differ.", "Log features with mean and std of train and val in dataset/statistics.json.");

        if (DriftingFeature(artifacts) is { } drifting)
            return new Detection.NotAssessable($"The raw data of the splits differ themselves (feature {drifting}): what the preparation adds cannot be told.", "Split again so that the raw features agree, then compare model_input.");
        double shift = (valMean - mean) / std, spread = Math.Sqrt((valStd * valStd / (std * std)) + (shift * shift));
        // The raw data explain the difference when any usual preparation of them does: none that matters, one scale for each feature, or one scale for all.
        (double Shift, double Spread)[] explanations = [(0, 1), EachFeature(raw), AllTogether(raw)];
        double missedShift = explanations.Min(e => Math.Abs(shift - e.Shift));
        double missedSpread = explanations.Min(e => Math.Max(spread / e.Spread, e.Spread / spread));
        return DataFinding.Judge(
            Code,
            [
                limits.SpreadRatio.Judge("spread of validation inputs over training inputs, beyond what the raw data explain", missedSpread, "model_input"),
                limits.Shift.Judge("shift of validation inputs in training deviations, beyond what the raw data explain", missedShift, "model_input"),
            ],
            _ => Severity.High,
            Certainty.Tested,
            _ => $"The model is fed inputs of mean {Significant.Text(mean, 3)} and deviation {Significant.Text(std, 3)} in training, of mean {Significant.Text(valMean, 3)} and deviation {Significant.Text(valStd, 3)} in validation, while the raw features of both splits agree: the two are prepared differently, and the validation score says nothing of the model.");
    }

    private string? DriftingFeature(DatasetArtifacts artifacts)
        => artifacts.Features
            .Where(f => FeatureDistance.Between(artifacts, f, "val") is { } d && limits.RawDrift.IsCrossedBy(d.Effect) && limits.RawChance.IsCrossedBy(d.Chance * artifacts.Features.Count))
            .Select(f => f.Name)
            .FirstOrDefault();

    private static (double Shift, double Spread) EachFeature(List<(Moments Train, Moments Val)> raw)
    {
        double shift = 0, square = 0;
        int count = 0;
        foreach ((Moments train, Moments val) in raw)
        {
            if (train.Std!.Value <= 0) continue;
            double d = (val.Mean!.Value - train.Mean!.Value) / train.Std.Value, r = val.Std!.Value / train.Std.Value;
            (shift, square, count) = (shift + d, square + (r * r) + (d * d), count + 1);
        }

        return count == 0 ? (0, 1) : (shift / count, Math.Max(Math.Sqrt(square / count), double.Epsilon));
    }

    private static (double Shift, double Spread) AllTogether(List<(Moments Train, Moments Val)> raw)
    {
        double mean = raw.Average(p => p.Train.Mean!.Value), valMean = raw.Average(p => p.Val.Mean!.Value);
        double variance = raw.Average(p => Square(p.Train.Std!.Value) + Square(p.Train.Mean!.Value - mean));
        double around = raw.Average(p => Square(p.Val.Std!.Value) + Square(p.Val.Mean!.Value - mean));
        return variance <= 0 || around <= 0 ? (0, 1) : ((valMean - mean) / Math.Sqrt(variance), Math.Sqrt(around / variance));
    }

    private static double Square(double value) => value * value;

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Spread of validation inputs around the training mean over that of training inputs, or its inverse, beyond what the raw data explain.</summary>
        public Limit SpreadRatio { get; init; } = Limit.AtMost(1.6, "ratio", 1, 1000, "Spread of validation inputs around the training mean over that of training inputs, or its inverse, beyond what the raw data explain.", "Sampling of a few dozen heavy-tailed rows stays below 1.4.");

        /// <summary>Share of rows that would have to change to make a raw feature alike in both splits, above which the raw data differ.</summary>
        public Limit RawDrift { get; init; } = Limit.AtMost(0.2, "fraction", 0, 1, "Share of rows that would have to change to make a raw feature alike in both splits, above which the raw data differ.", "A fifth of the rows, as for drift of features.");

        /// <summary>Chance of so large a difference in any of the raw features between two samples of one distribution.</summary>
        public Limit RawChance { get; init; } = Limit.AtLeast(0.001, "probability", 0, 0.5, "Chance of so large a difference in any of the raw features between two samples of one distribution.", "One in a thousand, divided by the number of features (Bonferroni).");

        /// <summary>Shift of the mean of validation inputs, in deviations of the training inputs, beyond what the raw data explain.</summary>
        public Limit Shift { get; init; } = Limit.AtMost(0.5, "deviations", 0, 1000, "Shift of the mean of validation inputs, in deviations of the training inputs, beyond what the raw data explain.", "Half a deviation.");
    }
}
