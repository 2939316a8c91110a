using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Whether a model is declared to have been trained before, so that a frozen part of it can be meant.</summary>
internal static class PretrainedModel
{
    private static readonly string[] Families =
        ["resnet", "resnext", "vgg", "densenet", "efficientnet", "mobilenet", "inception", "convnext", "swin", "vit_", "vit-", "bert", "gpt", "t5", "llama", "mistral", "qwen", "gemma", "clip", "wav2vec", "whisper", "dino"];
    private static readonly string[] No = ["false", "none", "no", "0", "null", "scratch", ""];

    /// <summary>By the model's family, or by a parameter that says so.</summary>
    public static bool IsDeclared(TrainingParameters parameters)
        => Families.Any(f => parameters.ModelName?.Contains(f, StringComparison.OrdinalIgnoreCase) ?? false)
           || parameters.Raw.Any(p => Says(p.Key) && !No.Contains(p.Value.Trim(), StringComparer.OrdinalIgnoreCase));

    private static bool Says(string key)
        => key.Contains("pretrained", StringComparison.OrdinalIgnoreCase) || key.Contains("backbone", StringComparison.OrdinalIgnoreCase) || key.Contains("checkpoint", StringComparison.OrdinalIgnoreCase) || key.Contains("lora", StringComparison.OrdinalIgnoreCase);
}
