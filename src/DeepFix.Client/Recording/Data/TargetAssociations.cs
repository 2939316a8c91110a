namespace DeepFix.Client.Recording;

/// <summary>How well each input alone tells the target, 0 to 1: the share of its variance that the classes explain (eta squared), or a line through a numeric target (r squared). One pass, in bounded memory.</summary>
internal sealed class TargetAssociations(int features)
{
    /// <summary>Inputs times classes that are kept apart at most: 16 MB.</summary>
    private const int MostCells = 1 << 20;

    private readonly Dictionary<int, (double[] Sums, long[] Counts)> _classes = [];
    private readonly double[] _first = [.. Enumerable.Repeat(double.NaN, features)];
    private readonly Line[] _lines = [.. Enumerable.Range(0, features).Select(_ => new Line())];
    private bool _isTooMuch;

    public void Add(ReadOnlySpan<float> inputs, int? label, double? target)
    {
        if (inputs.Length != features || _isTooMuch) return;
        if (target is { } value) AddTarget(inputs, value);
        if (label is { } kind) AddClass(inputs, kind);
    }

    /// <summary>The association of one input.</summary>
    /// <param name="feature">Which, from 0.</param>
    /// <param name="moments">The moments of the same input over the same rows.</param>
    /// <returns>0 for an input that does not vary; null where there is no target, or too many classes.</returns>
    public double? Of(int feature, RunningMoments moments)
    {
        if (feature >= features || _isTooMuch || moments.Count == 0) return null;
        double variation = moments.Deviation * moments.Deviation * moments.Count;
        if (!double.IsFinite(variation)) return null;
        if (_classes.Count == 0) return _lines[feature].Share;
        if (variation <= 0) return 0;
        double between = _classes.Values.Where(c => c.Counts[feature] > 0).Sum(c => c.Counts[feature] * Square(_first[feature] + (c.Sums[feature] / c.Counts[feature]) - moments.Mean));
        return Math.Clamp(between / variation, 0, 1);
    }

    private void AddClass(ReadOnlySpan<float> inputs, int label)
    {
        if (!_classes.TryGetValue(label, out (double[] Sums, long[] Counts) of))
        {
            _isTooMuch = (long)(_classes.Count + 1) * features > MostCells;
            if (_isTooMuch) return;
            of = _classes[label] = (new double[features], new long[features]);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (float.IsNaN(inputs[i])) continue;
            // Sums of what lies beyond the first value: large means do not swallow small differences.
            if (double.IsNaN(_first[i])) _first[i] = inputs[i];
            of.Sums[i] += inputs[i] - _first[i];
            of.Counts[i]++;
        }
    }

    private void AddTarget(ReadOnlySpan<float> inputs, double target)
    {
        if (!double.IsFinite(target)) return;
        for (int i = 0; i < inputs.Length; i++)
            if (float.IsFinite(inputs[i])) _lines[i].Add(inputs[i], target);
    }

    private static double Square(double value) => value * value;

    /// <summary>A line through pairs as they come (Welford).</summary>
    private sealed class Line
    {
        private long _count;
        private double _meanX;
        private double _meanY;
        private double _xx;
        private double _yy;
        private double _xy;

        public double? Share => _count == 0 ? null : _xx > 0 && _yy > 0 ? Math.Clamp(_xy * _xy / (_xx * _yy), 0, 1) : 0;

        public void Add(double x, double y)
        {
            double fromX = x - _meanX, fromY = y - _meanY;
            _meanX += fromX / ++_count;
            _meanY += fromY / _count;
            _xx += fromX * (x - _meanX);
            _yy += fromY * (y - _meanY);
            _xy += fromX * (y - _meanY);
        }
    }
}
