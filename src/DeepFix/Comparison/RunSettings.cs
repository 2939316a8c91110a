using System.Globalization;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Names;
using DeepFix.Detectors.Training;

namespace DeepFix.Comparison;

/// <summary>Everything that may tell a run from another: declared parameters, data, environment. Each thing once, whatever names it goes by.</summary>
internal static class RunSettings
{
    private const int MostSettings = 300;
    private const int LongestValue = 200;

    /// <summary>Names whose values say where something lies or when it happened, and nothing of the training.</summary>
    private static readonly HashSet<string> Places = new(
        ["dir", "directory", "path", "file", "folder", "url", "uri", "root", "timestamp", "time", "date", "checkpoint", "ckpt", "output", "logdir", "id", "uuid", "experiment", "logger", "verbose", "tags", "note", "notes", "description"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> OfEnvironment = new(
        ["version", "python", "torch", "pytorch", "tensorflow", "keras", "numpy", "cuda", "cudnn", "accelerator", "precision", "commit", "git", "branch"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> OfMachine = new(["gpu", "gpus", "device", "devices", "hostname", "host", "platform", "workers", "nodes"], StringComparer.Ordinal);

    private static readonly (string Tag, string Name)[] CodeTags = [("mlflow.source.git.commit", "git commit"), ("mlflow.source.name", "source"), ("mlflow.docker.image.uri", "docker image")];

    private static readonly char[] WordEnds = ['_', '.', '-', ' ', '/'];

    public static IReadOnlyList<Setting> Of(RunRecord record, RunArtifacts run)
    {
        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        TrainingParameters parameters = run.Training?.Parameters ?? TrainingParameters.None;
        foreach (Setting setting in Typed(parameters, run).Concat(DataSettings.Of(record, run))) settings.TryAdd(setting.Name, setting);
        foreach ((string name, string value) in parameters.Raw.OrderBy(p => p.Key, StringComparer.Ordinal).Concat(record.Params.OrderBy(p => p.Key, StringComparer.Ordinal)))
        {
            if (Declared(name, value) is { } setting) settings.TryAdd(setting.Name, setting);
        }

        foreach (Setting setting in Environment(record)) settings.TryAdd(setting.Name, setting);
        return [.. settings.Values.Take(MostSettings)];
    }

    /// <summary>A parameter as declared under a name of its own; null where it is read by type, or says nothing of the training.</summary>
    public static Setting? Declared(string name, string value)
    {
        if (!IsTelling(name, value) || IsDerived(name)) return null;
        string[] words = Words(name);
        if (SettingFamilies.Find(name) is { } family) return new Setting(family.Name, value, family);
        SettingFamily other = words switch
        {
            _ when words.Any(OfMachine.Contains) => SettingFamilies.Machine,
            _ when words.Any(OfEnvironment.Contains) => SettingFamilies.OtherEnvironment,
            _ when words.Any(w => w is "data" or "dataset") => SettingFamilies.OtherData,
            _ => SettingFamilies.OtherParameter,
        };
        return new Setting(name, value, other);
    }

    /// <summary>Whether a parameter says something of the training: not where something lies, when it happened, or what it is called.</summary>
    public static bool IsTelling(string name, string value)
    {
        string[] words = Words(name);
        return value.Length <= LongestValue && !words.Any(Places.Contains) && words is not (["run", "name"] or ["name"]);
    }

    /// <summary>Whether a parameter says on what machine the training ran.</summary>
    public static bool IsOfMachine(string name) => Words(name).Any(OfMachine.Contains);

    private static string[] Words(string name) => ParameterNames.Normal(name).Split(WordEnds, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Setting> Typed(TrainingParameters p, RunArtifacts run)
    {
        if (p.LearningRate is { } rate && run.Training is { } training)
            yield return new Setting("learning_rate", Significant.Text(rate, 6), SettingFamilies.LearningRate) { Effective = UsualRate.Of(training) is { } usual ? rate / usual : rate };
        (SettingFamily Family, string? Value)[] all =
        [
            (SettingFamilies.Optimizer, p.Optimizer), (SettingFamilies.BatchSize, Text(p.BatchSize)), (SettingFamilies.NumEpochs, Text(p.NumEpochs)), (SettingFamilies.WeightDecay, Text(p.WeightDecay)),
            (SettingFamilies.Dropout, Text(p.DropoutRate)), (SettingFamilies.Scheduler, p.Scheduler), (SettingFamilies.LossFunction, p.LossFunction), (SettingFamilies.Augmentation, p.Augmentation),
            (SettingFamilies.Momentum, Text(p.Momentum)), (SettingFamilies.Clip, Text(p.GradientClipVal)), (SettingFamilies.Shuffle, p.Shuffle switch { true => "true", false => "false", _ => null }),
            (SettingFamilies.Activation, p.Activation), (SettingFamilies.FinalActivation, p.FinalActivation), (SettingFamilies.HiddenUnits, Text(p.HiddenUnits)), (SettingFamilies.NumLayers, Text(p.NumLayers)),
            (SettingFamilies.ModelName, p.ModelName), (SettingFamilies.Layers, Layers(p)), (SettingFamilies.TrainableShare, TrainableShare(p)),
        ];
        foreach ((SettingFamily family, string? value) in all)
        {
            if (value is { Length: > 0 and <= LongestValue }) yield return new Setting(family.Name, value, family);
        }
    }

    /// <summary>Kinds of layers in order of first use. How many there are, dropout and activations are settings of their own.</summary>
    private static string? Layers(TrainingParameters p)
    {
        string[] kinds = [.. p.Layers.Where(l => !IsActivation(l) && !l.StartsWith("Dropout", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal)];
        return kinds.Length == 0 ? null : string.Join(", ", kinds);
    }

    private static bool IsActivation(string layer) => layer.ToLowerInvariant() is "relu" or "leakyrelu" or "tanh" or "sigmoid" or "gelu" or "elu" or "silu" or "selu" or "softmax" or "logsoftmax" or "prelu" or "hardtanh" or "softplus" or "identity" or "mish" or "relu6";

    private static string? TrainableShare(TrainingParameters p)
        => p is { NumParameters: > 0 and { } all, NumTrainableParameters: { } some } && some < all ? Significant.Text((double)some / all, 3) : p.NumParameters > 0 && p.NumTrainableParameters is not null ? "1" : null;

    /// <summary>Counts that follow from other settings, and layers, which are read by type.</summary>
    private static bool IsDerived(string name)
    {
        string normal = ParameterNames.Normal(name);
        string last = normal[(normal.LastIndexOf('.') + 1)..];
        return ParameterNames.NumParameters.Contains(last, StringComparer.Ordinal) || ParameterNames.NumTrainableParameters.Contains(last, StringComparer.Ordinal)
            || last is "layers" or "task_type" or "num_classes" or "num_train_samples" or "num_val_samples" or "num_test_samples" or "total_steps" or "steps_per_epoch";
    }

    private static IEnumerable<Setting> Environment(RunRecord record)
    {
        foreach ((string tag, string name) in CodeTags)
        {
            if (record.Tags.TryGetValue(tag, out string? value) && value.Length > 0) yield return new Setting(name, Cut(value), SettingFamilies.Code);
        }

        foreach ((string tag, string value) in record.Tags.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            bool isTool = tag.StartsWith("mlflow.", StringComparison.Ordinal) || tag.StartsWith("deepfix.", StringComparison.Ordinal);
            if (isTool || Declared(tag, value) is not { } own) continue;
            yield return own.Family == SettingFamilies.OtherParameter ? own with { Family = SettingFamilies.OtherEnvironment } : own;
        }
    }

    private static string Cut(string value) => value.Length <= LongestValue ? value : value[..LongestValue];

    private static string? Text(double? value) => value is { } number ? Significant.Text(number, 6) : null;

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
