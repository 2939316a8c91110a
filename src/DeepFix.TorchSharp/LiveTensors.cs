using System.Globalization;

namespace DeepFix.TorchSharp;

/// <summary>Tensors that are alive at the end of each epoch. Where their number keeps growing, somebody forgets to dispose of them.</summary>
internal sealed class LiveTensors
{
    private const int FewestEpochs = 4;

    /// <summary>The first epoch fills caches and the optimiser's state.</summary>
    private const int Settling = 1;

    private readonly List<long> _counts = [];

    public void Add(long count) => _counts.Add(count);

    /// <summary>A sentence where tensors leak; null where none do.</summary>
    /// <param name="stepsAnEpoch">Steps of an epoch: a leak loses at least a tensor in ten of them.</param>
    public string? Leak(double stepsAnEpoch)
    {
        if (_counts.Count < FewestEpochs + Settling) return null;
        long[] settled = [.. _counts.Skip(Settling)];
        int rises = settled.Zip(settled.Skip(1)).Count(p => p.Second > p.First);
        double growth = (settled[^1] - settled[0]) / (double)(settled.Length - 1);
        if (rises < 0.8 * (settled.Length - 1) || growth < Math.Max(1, 0.1 * stepsAnEpoch)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"Live tensors grow by {growth:0.#} an epoch, from {settled[0]} to {settled[^1]}: memory leaks. Wrap the body of the loop in 'using var scope = torch.NewDisposeScope();', and keep losses as numbers (loss.item<float>()), not as tensors.");
    }
}
