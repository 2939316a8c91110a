using DeepFix.Client.Recording;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>Reads the settings of a training off a model and its optimiser.</summary>
public static class TorchSetup
{
    /// <summary>Model, optimiser, learning rate, dropout. Add what cannot be seen: <c>TorchSetup.Of(model, optimizer) with { BatchSize = 32, NumEpochs = 10, Shuffle = true }</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimiser.</param>
    public static TrainingSetup Of(nn.Module model, optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        return new TrainingSetup
        {
            ModelName = model.GetName(),
            Optimizer = optimizer.GetType().Name,
            LearningRate = LearningRate(optimizer) ?? double.NaN,
            DropoutRate = model.named_modules().Any(m => m.Item2 is Dropout or Dropout1d or Dropout2d or Dropout3d) ? null : 0,
            Model = Describe(model),
        };
    }

    /// <summary>The rate of the first group of parameters.</summary>
    internal static double? LearningRate(optim.Optimizer optimizer) => optimizer.ParamGroups.FirstOrDefault()?.LearningRate;

    private static ModelDescription Describe(nn.Module model)
    {
        nn.Module[] leaves = [.. model.named_modules().Select(m => m.Item2).Where(m => !m.named_children().Any())];
        string[] layers = [.. leaves.Select(l => l.GetType().Name)];
        int lastLinear = Array.FindLastIndex(layers, l => l is "Linear");
        string[] hidden = [.. layers.Take(Math.Max(lastLinear, 0)).Where(IsActivation)];
        string? last = layers.Skip(lastLinear + 1).LastOrDefault(IsActivation);
        Parameter[] all = [.. model.parameters()];
        return new ModelDescription
        {
            Layers = layers,
            Activation = hidden.GroupBy(h => h, StringComparer.Ordinal).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key.ToLowerInvariant(),
            FinalActivation = lastLinear < 0 ? null : last?.ToLowerInvariant() ?? "none",
            NumLayers = Math.Max(layers.Count(l => l is "Linear") - 1, 0) is > 0 and var count ? count : null,
            NumParameters = all.Sum(p => p.numel()),
            NumTrainableParameters = all.Where(p => p.requires_grad).Sum(p => p.numel()),
        };
    }

    private static bool IsActivation(string layer)
        => layer is "ReLU" or "ReLU6" or "LeakyReLU" or "Tanh" or "Sigmoid" or "GELU" or "SiLU" or "ELU" or "SELU" or "CELU" or "Mish" or "Softmax" or "LogSoftmax" or "Softplus" or "Hardswish" or "Hardtanh" or "PReLU";
}
