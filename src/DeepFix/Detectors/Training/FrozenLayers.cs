using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Parameters that should learn are not updated: all of them, or layers whose gradient is exactly zero beside layers that learn.</summary>
public sealed class FrozenLayers(FrozenLayers.Limits limits) : Detector<TrainingArtifacts>
{
    private const string TrainableCount = "model.num_trainable_parameters";

    /// <summary>With the default limits.</summary>
    public FrozenLayers() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.FrozenLayers;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.LossFall, limits.StillLayers, limits.FrozenShare, limits.Attained];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["model.num_parameters", "model.num_trainable_parameters", "grad_norm", "grad_norm/<layer>", "train_loss", "val_loss", "train_accuracy", "train_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        Curve? loss = Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken), validation = Curve.Of(artifacts.Metrics.ValLoss, cancellationToken), norm = Curve.Of(artifacts.Metrics.GradNorm, cancellationToken);
        LayerGradients layers = LayerGradients.Of(artifacts, cancellationToken);
        if (loss is null) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        Evidence fall = limits.LossFall.Judge("fall of train_loss from its first point to its smoothed minimum, over its first point", loss.FallShare, loss.Name, loss.Step(0), loss.LastStep);
        if (fall.CrossesLimit && Stillness(artifacts, loss, validation, norm) is { } stillness)
        {
            return artifacts.Parameters.NumTrainableParameters is null && norm is null
                ? artifacts.Found(Code, Severity.Medium, 0.6, $"{stillness} Frozen parameters, an optimiser that is never stepped and an output that has no gradient look alike here; grad_norm and the number of trainable parameters would tell them apart.", fall)
                : artifacts.Found(Code, Severity.High, 0.97, $"{stillness} No parameter is updated: nothing is learnt, at whatever rate and for however long.", fall);
        }

        Evidence[] looks = [.. new[] { StillLayersOf(artifacts, layers), FrozenShareOf(artifacts) }.OfType<Evidence>()];
        if (looks.Length == 0) return new Detection.NotAssessable("Neither the number of trainable parameters nor gradient norms by layer were logged.", "Log model.num_parameters and model.num_trainable_parameters, or grad_norm/<layer>.");
        Evidence[] signs = [.. looks.Where(l => l.CrossesLimit)];
        return signs.Length > 0 ? Partly(artifacts, layers, signs, cancellationToken) : artifacts.Clean([fall, .. looks]);
    }

    private Detection Partly(TrainingArtifacts artifacts, LayerGradients layers, Evidence[] signs, CancellationToken cancellationToken)
    {
        string what = layers.IsCut
            ? $"The gradient of {string.Join(", ", layers.Still.Take(5).Select(l => l.Name["grad_norm/".Length..]))} is exactly 0 at every point, while that of {string.Join(", ", layers.Moving.Take(3).Select(l => l.Name["grad_norm/".Length..]))} is not. Gradients that fade, or units that are dead, leave traces in between; these layers are cut off."
            : "";
        string counted = !Array.Exists(signs, e => e.Series == TrainableCount) ? "" : $"{Significant.Text((double)artifacts.Parameters.NumTrainableParameters!.Value)} of {Significant.Text((double)artifacts.Parameters.NumParameters!.Value)} parameters are trainable.";
        string text = $"{what} {counted}".Trim();
        if (Attainment.OnTraining(artifacts, cancellationToken) is not { } attainment)
            return artifacts.Found(Code, Severity.Low, 0.5, text + " Whether that hurts cannot be told, for lack of a score on the training rows.", signs);
        Evidence attained = attainment.JudgedBy(limits.Attained);
        if (!attained.CrossesLimit) return artifacts.Found(Code, Severity.Low, 0.4, text + $" Training is fitted all the same: {attainment.Metric} has come {TrainingReport.Percent(attained.Value)} of the way.", [.. signs, attained with { Limit = null, Side = null }]);
        if (PretrainedModel.IsDeclared(artifacts.Parameters)) return artifacts.Found(Code, Severity.Low, 0.5, text + " The model is a pretrained one, where that can be meant; its training rows are not fitted.", [.. signs, attained]);
        return artifacts.Found(Code, Severity.Medium, 0.92, text + $" The training rows are not fitted: {attainment.Metric} has come {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect. Nothing says that the frozen part was trained before.", [.. signs, attained]);
    }

    private string? Stillness(TrainingArtifacts artifacts, Curve loss, Curve? validation, Curve? norm)
    {
        if (artifacts.Parameters is { NumTrainableParameters: 0, NumParameters: > 0 and long all }) return $"None of the {Significant.Text((double)all)} parameters is trainable, and train_loss stays at {Significant.Text(loss.First)}.";
        // Where every parameter is trainable, a gradient of 0 comes from units that are saturated or dead, and a model that stands still without one may as well.
        if (AllTrain(artifacts) && norm is not { End: > 0 }) return null;
        if (norm is not null && !limits.FewestPoints.IsCrossedBy(norm.Count) && norm.Values.IndexOfAnyExcept(0.0) < 0) return $"grad_norm is exactly 0 at all {Significant.Text(norm.Count)} points, and train_loss stays at {Significant.Text(loss.First)}.";
        bool isIdentical = validation is not null && !limits.FewestPoints.IsCrossedBy(validation.Count) && validation.Values.IndexOfAnyExcept(validation.First) < 0 && loss.Values.IndexOfAnyExcept(loss.First) >= 0;
        return isIdentical ? $"val_loss is {Significant.Text(validation!.First)} at all {Significant.Text(validation.Count)} points to the last digit, while train_loss varies with the order of the rows: the model does not change." : null;
    }

    private Evidence? FrozenShareOf(TrainingArtifacts artifacts)
        => artifacts.Parameters is { NumParameters: > 0 and long all, NumTrainableParameters: >= 0 and long trained }
            ? limits.FrozenShare.Judge("parameters that are not trainable, of all", Math.Max(0, 1 - ((double)trained / all)), TrainableCount) with { Source = artifacts.Parameters.Source is { Length: > 0 } source ? source : null }
            : null;

    private static bool AllTrain(TrainingArtifacts artifacts) => artifacts.Parameters is { NumParameters: { } all, NumTrainableParameters: { } trained } && all == trained;

    private Evidence? StillLayersOf(TrainingArtifacts artifacts, LayerGradients layers)
        => layers.All.Count < 2 || AllTrain(artifacts) || layers.All.Any(l => limits.FewestPoints.IsCrossedBy(l.Count))
            ? null
            : limits.StillLayers.Judge("layers whose gradient is exactly 0 at every point, beside layers of full gradients", layers.IsCut ? layers.Still.Count : 0, layers.All[0].Name, layers.All[0].Step(0), layers.All[0].LastStep);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which a column of equal numbers may be chance.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 3, 1000, "With fewer points equal numbers may be chance.", "five equal values of six digits are none");

        /// <summary>Fall of training loss over its start.</summary>
        public Limit LossFall { get; init; } = Limit.AtLeast(
            0.02, "ratio", 0, 1, "Training loss is where it began, as it must be where nothing is updated.", "effect: two percent of the level; a loss that falls more refutes the counts");

        /// <summary>Layers whose gradient is exactly 0 at every point.</summary>
        public Limit StillLayers { get; init; } = Limit.AtMost(
            0, "layers", 0, 1000, "A layer gets no gradient at all, while others do.", "arithmetic: a gradient that merely fades is not 0 to the last digit");

        /// <summary>Parameters that are not trainable, of all.</summary>
        public Limit FrozenShare { get; init; } = Limit.AtMost(
            0.1, "fraction", 0, 1, "More than a tenth of the parameters cannot learn.", "effect: fixed tables, such as position codes, are a smaller part");

        /// <summary>Final training score, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.95, "fraction", 0, 1, "The training rows themselves are not fitted, though the frozen part could have helped.", "a frozen backbone that serves its purpose lets the head fit its rows");
    }
}
