namespace DeepFix.Server.Narration;

/// <summary>Who has the language model.</summary>
internal enum NarratorKind
{
    /// <summary>An Ollama server.</summary>
    Ollama,

    /// <summary>Any service with OpenAI's chat completions.</summary>
    OpenAI,
}
