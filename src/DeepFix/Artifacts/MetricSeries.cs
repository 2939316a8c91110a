namespace DeepFix.Artifacts;

/// <summary>The logged points of one metric in order of step. A point that was not logged is not there; NaN and infinities are values.</summary>
public sealed class MetricSeries
{
    private readonly long[] _steps;
    private readonly double[] _epochs;
    private readonly double[] _values;
    private MetricSeries? _finite;
    private MetricSeries? _perEpoch;

    /// <summary>A series over arrays of equal length, which it takes over: the caller no longer changes them.</summary>
    /// <param name="name">The metric's contract name, or its own where the contract has none.</param>
    /// <param name="steps">Steps, never falling.</param>
    /// <param name="epochs">Epoch of each point; NaN where unknown.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public MetricSeries(string name, long[] steps, double[] epochs, double[] values)
    {
        if (steps.Length != values.Length || epochs.Length != values.Length)
            throw new ArgumentException($"Series {name}: {steps.Length} steps, {epochs.Length} epochs and {values.Length} values must be equally many.", nameof(values));
        (Name, _steps, _epochs, _values) = (name, steps, epochs, values);
    }

    /// <summary>The metric's contract name (<c>train_loss</c>), or its own where the contract has none.</summary>
    public string Name { get; }

    /// <summary>How many points were logged.</summary>
    public int Count => _values.Length;

    /// <summary>The steps, never falling.</summary>
    public ReadOnlySpan<long> Steps => _steps;

    /// <summary>The epoch of each point; NaN where unknown.</summary>
    public ReadOnlySpan<double> Epochs => _epochs;

    /// <summary>The values.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The same points under another name; nothing is copied.</summary>
    public MetricSeries Renamed(string name) => new(name, _steps, _epochs, _values);

    /// <summary>The same points with other values, one for each.</summary>
    public MetricSeries WithValues(double[] values) => new(Name, _steps, _epochs, values);

    /// <summary>The points whose value is finite. Computed once.</summary>
    public MetricSeries Finite(CancellationToken cancellationToken = default) => _finite ??= OnlyFinite(cancellationToken);

    /// <summary>One point an epoch: the mean of the epoch's values at its last step. Where epochs are unknown or differ at every point, the series itself. Computed once.</summary>
    public MetricSeries PerEpoch(CancellationToken cancellationToken = default) => _perEpoch ??= MeansOfEpochs(cancellationToken);

    private static void Observe(int point, CancellationToken cancellationToken)
    {
        const int Stretch = 8192;
        if (point % Stretch == 0) cancellationToken.ThrowIfCancellationRequested();
    }

    private bool BeginsEpoch(int point) => point == 0 || Math.Floor(_epochs[point]) != Math.Floor(_epochs[point - 1]);

    private MetricSeries OnlyFinite(CancellationToken cancellationToken)
    {
        int kept = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            Observe(i, cancellationToken);
            if (double.IsFinite(_values[i])) kept++;
        }

        if (kept == _values.Length) return this;
        var steps = new long[kept];
        var epochs = new double[kept];
        var values = new double[kept];
        int at = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            Observe(i, cancellationToken);
            if (!double.IsFinite(_values[i])) continue;
            (steps[at], epochs[at], values[at]) = (_steps[i], _epochs[i], _values[i]);
            at++;
        }

        return new MetricSeries(Name, steps, epochs, values);
    }

    private MetricSeries MeansOfEpochs(CancellationToken cancellationToken)
    {
        int groups = 0;
        for (int i = 0; i < _epochs.Length; i++)
        {
            Observe(i, cancellationToken);
            if (double.IsNaN(_epochs[i])) return this;
            if (BeginsEpoch(i)) groups++;
        }

        if (groups == _epochs.Length) return this;
        var steps = new long[groups];
        var epochs = new double[groups];
        var values = new double[groups];
        int group = -1, size = 0;
        for (int i = 0; i < _epochs.Length; i++)
        {
            Observe(i, cancellationToken);
            if (BeginsEpoch(i)) (group, size) = (group + 1, 0);
            size++;
            (steps[group], epochs[group]) = (_steps[i], Math.Floor(_epochs[i]));
            values[group] += (_values[i] - values[group]) / size;
        }

        return new MetricSeries(Name, steps, epochs, values);
    }
}
