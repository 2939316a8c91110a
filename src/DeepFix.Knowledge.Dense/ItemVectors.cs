namespace DeepFix.Knowledge.Dense;

/// <summary>A vector of length one for every item, in the order of their ids.</summary>
internal sealed class ItemVectors
{
    private readonly string[] _ids;
    private readonly float[][] _vectors;

    /// <exception cref="ArgumentException">The vectors are not one for each item, all of one size and none of them zero.</exception>
    public ItemVectors(IReadOnlyList<string> ids, IReadOnlyList<float[]> vectors)
    {
        if (vectors.Count != ids.Count || vectors.Count == 0) throw new ArgumentException($"{vectors.Count} vectors for {ids.Count} items.", nameof(vectors));
        _ids = [.. ids];
        _vectors = [.. vectors.Select(v => Unit(v, vectors[0].Length) ?? throw new ArgumentException("A vector is zero, not finite, or of another size than the first.", nameof(vectors)))];
    }

    /// <summary>Numbers in a vector.</summary>
    public int Dimensions => _vectors[0].Length;

    /// <summary>The vectors, each of length one.</summary>
    public IReadOnlyList<float[]> Vectors => _vectors;

    /// <summary>Ids of all items, the nearest to a vector first, by cosine; null where the vector is of another size, zero or not finite.</summary>
    public IReadOnlyList<string>? Nearest(ReadOnlySpan<float> vector)
    {
        if (Unit(vector, Dimensions) is not { } unit) return null;
        double[] near = [.. _vectors.Select(v => Dot(v, unit))];
        return [.. Enumerable.Range(0, _ids.Length).OrderByDescending(i => near[i]).ThenBy(i => _ids[i], StringComparer.Ordinal).Select(i => _ids[i])];
    }

    // The same sums in the same order on every processor.
    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }

    private static float[]? Unit(ReadOnlySpan<float> vector, int dimensions)
    {
        if (vector.Length != dimensions || dimensions == 0) return null;
        double squares = 0;
        foreach (float number in vector) squares += (double)number * number;
        double length = Math.Sqrt(squares);
        if (!double.IsFinite(length) || length == 0) return null;
        var unit = new float[dimensions];
        for (int i = 0; i < dimensions; i++) unit[i] = (float)(vector[i] / length);
        return unit;
    }
}
