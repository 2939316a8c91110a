namespace DeepFix.TorchSharp;

/// <summary>What the sampled steps of an epoch come to, as columns of <c>metrics.csv</c>.</summary>
internal sealed class GradientColumns
{
    private readonly List<GradientSample> _samples = [];
    private readonly List<double> _updates = [];
    private long _broken;

    public void Add(GradientSample sample)
    {
        _samples.Add(sample);
        if (!double.IsFinite(sample.Norm)) _broken++;
    }

    public void AddUpdate(double ratio) => _updates.Add(ratio);

    /// <summary>A step whose loss is not finite.</summary>
    public void AddBroken() => _broken++;

    public IEnumerable<(string Name, double Value)> Columns()
    {
        if (_updates.Count > 0) yield return ("update_ratio", _updates.Average());
        if (_samples.Count == 0) yield break;
        yield return ("grad_norm", _samples.Average(s => s.Norm));
        yield return ("grad_norm_max", _samples.Exists(s => double.IsNaN(s.Norm)) ? double.NaN : _samples.Max(s => s.Norm));
        yield return ("zero_grad_fraction", _samples.Average(s => s.ZeroFraction));
        yield return ("weight_norm", _samples[^1].WeightNorm);
        yield return ("nan_count", _broken);
        foreach (IGrouping<string, double> layer in _samples.SelectMany(s => s.Layers).GroupBy(l => l.Layer, l => l.Norm, StringComparer.Ordinal))
            yield return ("grad_norm/" + layer.Key, layer.Average());
    }
}
