using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Agents;

/// <summary>Reads the signs that settings, and the size of the run, show.</summary>
internal static class SettingSigns
{
    private const double UsualBatch = 64;
    private const double UsualDecay = 0.01;
    private const double UsualDropout = 0.3;

    /// <summary>Orders of magnitude beyond which a rate is simply far off.</summary>
    private const double FarOff = 4;

    /// <summary>The signs of a run's settings; those that were not logged are absent.</summary>
    public static IEnumerable<Sign> Of(TrainingArtifacts artifacts, CancellationToken cancellationToken)
        => [.. OfRate(artifacts, cancellationToken), .. OfLength(artifacts, cancellationToken), .. OfRegularisation(artifacts), .. OfModel(artifacts)];

    private static IEnumerable<Sign> OfRate(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        bool plain = UsualRate.IsPlain(artifacts);
        if (artifacts.Parameters.Optimizer is not null)
            yield return new Sign(SignNames.Plain, plain ? 1 : 0, artifacts.Parameters.Momentum is { } momentum && double.IsFinite(momentum) ? artifacts.Declared("declared momentum", momentum, "momentum") : null, plain ? "the optimiser is gradient descent without momentum" : $"the optimiser is {artifacts.Parameters.Optimizer}");
        if (UsualRate.Ratio(artifacts, cancellationToken) is not { } ratio) yield break;
        double low = Math.Clamp(-Math.Log10(ratio), 0, FarOff);
        Evidence measured = new() { Measure = "largest learning rate over the usual one of the optimiser", Value = ratio, Unit = "ratio", Series = "learning_rate" };
        string words = $"the learning rate is {Significant.Text(ratio, 2)} times the usual one of its optimiser";
        yield return new Sign(SignNames.LowRate, low, measured, words);
        yield return new Sign(SignNames.PlainAtLowRate, plain ? low : 0, measured, words + ", without momentum");
    }

    private static IEnumerable<Sign> OfLength(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) yield break;
        yield return Count(SignNames.Epochs, "epochs with training loss", loss.Count, "epochs", loss);
        if (Updates(artifacts, loss) is not { } steps) yield break;
        yield return Count(SignNames.Steps, "optimiser steps of the whole run", steps, "steps", loss);
        yield return Count(SignNames.StepsPerEpoch, "optimiser steps an epoch", steps / loss.Count, "steps", loss);
    }

    private static Sign Count(string name, string measure, double count, string unit, Curve loss)
        => new(name, Math.Log10(Math.Max(count, 1)), TrainingReport.Measured(measure, count, unit, loss.Name, loss.Step(0), loss.LastStep), $"{measure} {Significant.Text(count, 3)}");

    /// <summary>Optimiser steps: as logged where steps outnumber epochs, else of rows and batch size.</summary>
    private static double? Updates(TrainingArtifacts artifacts, Curve loss)
    {
        if (loss.LastStep > loss.Count) return loss.LastStep;
        return artifacts.Facts.TrainRows is { } rows && artifacts.Parameters.BatchSize is > 0 and var batch ? loss.Count * Math.Ceiling((double)rows / batch) : null;
    }

    private static IEnumerable<Sign> OfRegularisation(TrainingArtifacts artifacts)
    {
        if (artifacts.Parameters.BatchSize is > 0 and var batch)
            yield return new Sign(SignNames.LargeBatch, Math.Max(0, Math.Log2(batch / UsualBatch)), artifacts.Declared("rows of a batch", batch, "batch_size"), $"the batch size is {Significant.Text(batch)}");
        if (artifacts.Parameters.WeightDecay is >= 0 and < 1e6 and var decay)
            yield return new Sign(SignNames.StrongDecay, decay > UsualDecay ? Math.Log10(decay / UsualDecay) : 0, artifacts.Declared("declared weight_decay", decay, "weight_decay"), $"weight decay is {Significant.Text(decay, 3)}");
        if (artifacts.Parameters.DropoutRate is >= 0 and <= 1 and var dropout)
            yield return new Sign(SignNames.StrongDropout, Math.Max(0, dropout - UsualDropout), artifacts.Declared("dropout_rate as declared", dropout, "dropout_rate"), $"dropout is {Significant.Text(dropout, 3)}");
    }

    private static IEnumerable<Sign> OfModel(TrainingArtifacts artifacts)
    {
        if (artifacts.Facts.TrainRows is > 0 and var rows)
        {
            yield return new Sign(SignNames.Rows, Math.Log10(rows), new Evidence { Measure = "rows of the training split", Value = rows, Unit = "rows", Series = "num_train_samples" }, $"there are {Significant.Text(rows)} training rows");
            if (artifacts.Parameters.NumParameters is > 0 and var parameters)
                yield return new Sign(SignNames.ParametersPerRow, Math.Log10((double)parameters / rows), artifacts.Declared("declared num_parameters over the rows of the training split", (double)parameters / rows, "num_parameters"), $"there are {Significant.Text((double)parameters / rows, 2)} parameters for each training row");
        }

        if (artifacts.Parameters.Activation is { } activation)
        {
            bool saturates = activation.Contains("sigmoid", StringComparison.OrdinalIgnoreCase) || activation.Contains("tanh", StringComparison.OrdinalIgnoreCase);
            double layers = artifacts.Parameters.NumLayers ?? 1;
            yield return new Sign(SignNames.Saturating, saturates ? layers : 0, artifacts.Parameters.NumLayers is { } declared ? artifacts.Declared("hidden layers as declared", declared, "num_layers") : null, $"there are {Significant.Text(layers)} hidden layers of {activation}");
        }
    }
}
