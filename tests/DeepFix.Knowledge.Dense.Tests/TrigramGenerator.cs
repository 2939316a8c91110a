using Microsoft.Extensions.AI;

namespace DeepFix.Knowledge.Dense.Tests;

/// <summary>A small deterministic model: a text's vector counts its trigrams of letters. It can be told to fail.</summary>
internal sealed class TrigramGenerator(int dimensions = 256) : IEmbeddingGenerator<string, Embedding<float>>
{
    private int _calls, _texts;

    public int Calls => Volatile.Read(ref _calls);

    public int Texts => Volatile.Read(ref _texts);

    public bool IsDisposed { get; private set; }

    /// <summary>What becomes of the vectors made: null, nothing.</summary>
    public Func<IReadOnlyList<float[]>, Task<IReadOnlyList<float[]>>>? Fault { get; set; }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        IReadOnlyList<float[]> vectors = [.. values.Select(VectorOf)];
        Interlocked.Add(ref _texts, vectors.Count);
        if (Fault is { } fault) vectors = await fault(vectors);
        return [.. vectors.Select(v => new Embedding<float>(v))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => IsDisposed = true;

    private float[] VectorOf(string text)
    {
        var vector = new float[dimensions];
        string small = text.ToLowerInvariant();
        for (int i = 0; i + 3 <= small.Length; i++)
        {
            uint hash = 2166136261;
            foreach (char letter in small.AsSpan(i, 3)) hash = (hash ^ letter) * 16777619;
            vector[hash % dimensions]++;
        }

        for (int i = 0; i < dimensions; i++) vector[i] = MathF.Sqrt(vector[i]);
        return vector;
    }
}
