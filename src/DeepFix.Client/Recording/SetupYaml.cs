using System.Globalization;
using System.Text;

namespace DeepFix.Client.Recording;

/// <summary>Writes <c>params.yaml</c>, and the same settings as MLflow's params.</summary>
internal static class SetupYaml
{
    public static byte[] Write(TrainingSetup setup)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in Settings(setup)) Line(text, name, value);
        foreach ((string name, string value) in setup.Other.OrderBy(o => o.Key, StringComparer.Ordinal)) Line(text, Quoted(name), Quoted(value));
        if (setup.Model is not { } model) return Encoding.UTF8.GetBytes(text.ToString());
        text.Append("model:\n");
        if (model.Layers.Count > 0) Line(text, "  layers", $"[{string.Join(", ", model.Layers.Select(Quoted))}]");
        foreach ((string name, string value) in Settings(model)) Line(text, "  " + name, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>MLflow's params: the same names, nested ones joined with a dot.</summary>
    public static Dictionary<string, string> Params(TrainingSetup setup)
    {
        var all = new Dictionary<string, string>(setup.Other, StringComparer.Ordinal);
        foreach ((string name, string value) in Settings(setup)) all[name] = Plain(value);
        foreach ((string name, string value) in setup.Model is { } model ? Settings(model) : []) all["model." + name] = Plain(value);
        return all;
    }

    /// <summary>A text as YAML reads it back, whatever stands in it.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        _ when double.IsNaN(value) => ".nan",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    public static void Line(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');

    private static IEnumerable<(string Name, string Value)> Settings(TrainingSetup setup) => Present(
        ("model_name", Quoted(setup.ModelName)), ("optimizer", Quoted(setup.Optimizer)), ("learning_rate", Number(setup.LearningRate)),
        ("batch_size", Whole(setup.BatchSize)), ("num_epochs", Whole(setup.NumEpochs)), ("weight_decay", Real(setup.WeightDecay)), ("dropout_rate", Real(setup.DropoutRate)),
        ("scheduler", Text(setup.Scheduler)), ("loss_function", Text(setup.LossFunction)), ("augmentation", Text(setup.Augmentation)), ("task_type", Text(setup.TaskType)),
        ("momentum", Real(setup.Momentum)), ("gradient_clip_val", Real(setup.GradientClipVal)), ("shuffle", setup.Shuffle is { } shuffled ? shuffled ? "true" : "false" : null));

    private static IEnumerable<(string Name, string Value)> Settings(ModelDescription model) => Present(
        ("activation", Text(model.Activation)), ("final_activation", Text(model.FinalActivation)), ("hidden_units", Whole(model.HiddenUnits)), ("num_layers", Whole(model.NumLayers)),
        ("num_parameters", Whole(model.NumParameters)), ("num_trainable_parameters", Whole(model.NumTrainableParameters)));

    private static IEnumerable<(string Name, string Value)> Present(params (string Name, string? Value)[] settings)
        => settings.Where(s => s.Value is not null).Select(s => (s.Name, s.Value!));

    private static string? Text(string? text) => text is null ? null : Quoted(text);

    private static string? Whole(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Real(double? value) => value is { } number ? Number(number) : null;

    private static string Plain(string yaml) => yaml is ['"', .., '"'] ? yaml[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : yaml;
}
