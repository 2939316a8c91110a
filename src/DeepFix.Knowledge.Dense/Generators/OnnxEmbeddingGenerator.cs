using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace DeepFix.Knowledge.Dense.Generators;

/// <summary>Makes vectors with a BERT encoder on this machine: word pieces in, the mean over their last hidden states out, or the sentence vector where the model has one.</summary>
public sealed class OnnxEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids", SentenceVector = "sentence_embedding", HiddenStates = "last_hidden_state";
    private const int MostWordPieces = 512;
    private readonly InferenceSession _session;
    private readonly BertTokenizer _tokenizer;
    private readonly string _output;

    /// <summary>Loads a model.</summary>
    /// <param name="modelPath">The ONNX file.</param>
    /// <param name="vocabularyPath">Its <c>vocab.txt</c>, one word piece a line.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The model is no encoder of word pieces, or cannot be loaded, or ONNX Runtime itself is not here.</exception>
    public OnnxEmbeddingGenerator(string modelPath, string vocabularyPath)
    {
        _tokenizer = BertTokenizer.Create(vocabularyPath);
        byte[] bytes = File.ReadAllBytes(modelPath);
        try
        {
            using var settings = new SessionOptions { IntraOpNumThreads = 1 };
            _session = new InferenceSession(bytes, settings);
        }
        catch (TypeInitializationException absent)
        {
            throw new InvalidDataException("ONNX Runtime's native library is not here: it comes with a program that was published for a platform (dotnet publish -r linux-x64).", absent);
        }
        catch (OnnxRuntimeException unreadable)
        {
            throw new InvalidDataException($"The ONNX model cannot be loaded: {unreadable.Message}", unreadable);
        }

        string[] unknown = [.. _session.InputNames.Except([Ids, Mask, Types], StringComparer.Ordinal)];
        if (unknown.Length > 0 || !_session.InputNames.Contains(Ids, StringComparer.Ordinal))
        {
            string[] inputs = [.. _session.InputNames];
            _session.Dispose();
            throw new InvalidDataException($"The ONNX model takes {string.Join(", ", inputs)}; an encoder of word pieces takes {Ids}, {Mask} and {Types}.");
        }

        _output = _session.OutputNames.Contains(SentenceVector, StringComparer.Ordinal) ? SentenceVector : _session.OutputNames.Contains(HiddenStates, StringComparer.Ordinal) ? HiddenStates : _session.OutputNames[0];
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var made = new GeneratedEmbeddings<Embedding<float>>();
        foreach (string text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made.Add(new Embedding<float>(Encode(text)));
        }

        return Task.FromResult(made);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Encode(string text)
    {
        long[] ids = [.. _tokenizer.EncodeToIds(text, MostWordPieces, out _, out _).Select(id => (long)id)];
        long[] shape = [1, ids.Length], ones = new long[ids.Length];
        Array.Fill(ones, 1);
        using var idTensor = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskTensor = OrtValue.CreateTensorValueFromMemory(ones, shape);
        using var typeTensor = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal) { [Ids] = idTensor, [Mask] = maskTensor, [Types] = typeTensor };
        foreach (string absent in inputs.Keys.Except(_session.InputNames, StringComparer.Ordinal).ToArray()) inputs.Remove(absent);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(run, inputs, [_output]);
        long[] size = outputs[0].GetTensorTypeAndShape().Shape;
        return Mean(outputs[0].GetTensorDataAsSpan<float>(), size);
    }

    // One text at a time, so nothing is padded, and every row counts.
    private static float[] Mean(ReadOnlySpan<float> values, long[] size)
    {
        int dimensions = (int)size[^1], rows = values.Length / dimensions;
        var mean = new float[dimensions];
        for (int i = 0; i < values.Length; i++) mean[i % dimensions] += values[i] / rows;
        return mean;
    }
}
