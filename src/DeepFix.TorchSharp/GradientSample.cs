using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>The gradients of one step, measured.</summary>
/// <param name="Norm">Norm over all parameters.</param>
/// <param name="Layers">Norm of each layer's weights.</param>
/// <param name="ZeroFraction">Share of entries that are exactly 0.</param>
/// <param name="WeightNorm">Norm of all parameters themselves.</param>
internal sealed record GradientSample(double Norm, IReadOnlyList<(string Layer, double Norm)> Layers, double ZeroFraction, double WeightNorm)
{
    private const int MostLayers = 64;

    /// <summary>Measures, without a trace: no random number is drawn, no graph grows, no tensor stays. Null where there are no gradients.</summary>
    public static GradientSample? Of(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        using IDisposable noGraph = no_grad();
        using DisposeScope scope = NewDisposeScope();
        List<(string Name, Tensor Gradient, Parameter Parameter)> all = [];
        foreach ((string name, Parameter parameter) in parameters)
            if (parameter.grad is { } gradient) all.Add((name, gradient, parameter));
        if (all.Count == 0) return null;
        double[] norms = Read(all.Select(a => a.Gradient.norm())), weights = Read(all.Select(a => a.Parameter.norm())), zeros = Read(all.Select(a => a.Gradient.eq(0).sum()));
        var layers = all.Select((a, i) => (a.Name, a.Gradient.dim(), norms[i])).Where(a => a.Item2 > 1).Take(MostLayers).Select(a => (LayerOf(a.Name), a.Item3)).ToArray();
        return new GradientSample(Root(norms), layers, zeros.Sum() / Math.Max(1, all.Sum(a => a.Gradient.numel())), Root(weights));
    }

    private static double Root(double[] norms) => Math.Sqrt(norms.Sum(n => n * n));

    // One transfer for all of them: on a GPU each would wait for the device.
    private static double[] Read(IEnumerable<Tensor> scalars)
    {
        Tensor[] all = [.. scalars];
        if (Array.Exists(all, a => a.dtype != all[0].dtype)) all = [.. all.Select(a => a.to_type(ScalarType.Float64))];
        return stack(all).to(ScalarType.Float64, CPU).data<double>().ToArray();
    }

    private static string LayerOf(string parameter) => parameter.LastIndexOf('.') is > 0 and var dot ? parameter[..dot] : parameter;
}
