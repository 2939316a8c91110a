using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>How far one step moves the weights: |Δw| / |w|, mean over layers.</summary>
/// <remarks>Keeps copies of at most 16 layers and 4 million weights between two steps.</remarks>
internal sealed class UpdateWatch : IDisposable
{
    private const int MostLayers = 16;
    private const long MostWeights = 4_000_000;

    private readonly List<Parameter> _watched = [];
    private readonly List<Tensor> _before = [];

    public UpdateWatch(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        Parameter[] weights = [.. parameters.Select(p => p.Parameter).Where(p => p.dim() > 1)];
        int every = Math.Max(1, (weights.Length + MostLayers - 1) / MostLayers);
        long left = MostWeights;
        for (int i = 0; i < weights.Length; i += every)
        {
            if (weights[i].numel() > left) continue;
            left -= weights[i].numel();
            _watched.Add(weights[i]);
        }
    }

    /// <summary>Keeps the weights as they are before a step.</summary>
    public void Keep()
    {
        using IDisposable noGraph = no_grad();
        Forget();
        foreach (Parameter parameter in _watched) _before.Add(parameter.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The ratio since <see cref="Keep"/>; null where nothing was kept.</summary>
    public double? Take()
    {
        if (_before.Count == 0) return null;
        using IDisposable noGraph = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double sum = 0;
        int layers = 0;
        for (int i = 0; i < _before.Count; i++)
        {
            double size = _before[i].norm().ToDouble();
            if (!(size > 0)) continue;
            sum += (_watched[i] - _before[i]).norm().ToDouble() / size;
            layers++;
        }

        Forget();
        return layers > 0 ? sum / layers : null;
    }

    public void Dispose() => Forget();

    private void Forget()
    {
        foreach (Tensor tensor in _before) tensor.Dispose();
        _before.Clear();
    }
}
