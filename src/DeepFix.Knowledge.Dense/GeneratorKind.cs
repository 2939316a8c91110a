namespace DeepFix.Knowledge.Dense;

/// <summary>Who makes vectors of texts.</summary>
public enum GeneratorKind
{
    /// <summary>A model file on this machine, run by ONNX Runtime: a BERT encoder with its vocabulary.</summary>
    Onnx,

    /// <summary>An Ollama server.</summary>
    Ollama,

    /// <summary>A service with OpenAI's <c>/embeddings</c>.</summary>
    OpenAI,
}
