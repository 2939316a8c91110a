using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads declared settings by the names that loops and frameworks give them, from <c>params.yaml</c> or from MLflow's params.</summary>
internal sealed class ParameterReader
{
    public const string MlflowSource = "MLflow params";
    private static readonly string[] NumbersAndChoices = ["learning_rate", "batch_size", "num_epochs", "weight_decay", "dropout_rate", "momentum", "gradient_clip_val", "shuffle"];
    private readonly Dictionary<string, (string Text, int Line)> _raw;
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly string _source;
    private readonly ReadLog _log;

    private ParameterReader(Dictionary<string, (string Text, int Line)> raw, string source, ReadLog log)
    {
        (_raw, _source, _log) = (raw, source, log);
        foreach (string key in raw.Keys.OrderBy(k => k.Count(c => c is '.' or '/')).ThenBy(k => k, StringComparer.Ordinal))
        {
            string normal = ParameterNames.Normal(key);
            _byName.TryAdd(normal, key);
            // args.lr, hparams/lr: the last part of a nested name counts where the whole name says nothing.
            if (normal.LastIndexOf('.') is > 0 and var dot) _byName.TryAdd(normal[(dot + 1)..], key);
        }
    }

    public static TrainingParameters Read(DataNode root, string source, ReadLog log)
    {
        var typed = new TypedFields(source, log);
        foreach (string name in NumbersAndChoices)
        {
            if (root.Find(name) is { Kind: NodeKind.Map or NodeKind.List } nested && !nested.Items.Exists(i => i.IsScalar)) typed.Add(name, nested);
        }

        typed.Report();
        var reader = new ParameterReader(Flat.Scalars(root), source, log);
        TrainingParameters parameters = reader.Parameters([.. root.Find("model")?.Find("layers")?.Items.Where(i => i.IsScalar).Select(i => i.Text) ?? []]);
        string[] missing = [.. new[] { ("model_name", parameters.ModelName is null), ("optimizer", parameters.Optimizer is null), ("learning_rate", !reader.Has("learning_rate")) }
            .Where(r => r.Item2).Select(r => r.Item1)];
        if (missing.Length > 0) log.Fault(source, null, $"It does not say {string.Join(", ", missing)}.", "Log what the training really used.");
        return parameters;
    }

    public static TrainingParameters Read(IReadOnlyDictionary<string, string> parameters, ReadLog log)
    {
        var raw = parameters.ToDictionary(p => p.Key, p => (p.Value, 0), StringComparer.Ordinal);
        var reader = new ParameterReader(raw, MlflowSource, log);
        return reader.Parameters([]);
    }

    private TrainingParameters Parameters(IReadOnlyList<string> layers) => new()
    {
        Raw = _raw.ToDictionary(r => r.Key, r => r.Value.Text, StringComparer.Ordinal),
        Source = _source,
        ModelName = Text(ParameterNames.ModelName),
        Optimizer = Optimizer(),
        LearningRate = Number(ParameterNames.LearningRate),
        BatchSize = Whole(ParameterNames.BatchSize),
        NumEpochs = Whole(ParameterNames.NumEpochs),
        WeightDecay = Number(ParameterNames.WeightDecay),
        DropoutRate = Number(ParameterNames.DropoutRate),
        Scheduler = OrNone(ParameterNames.Scheduler),
        LossFunction = Text(ParameterNames.LossFunction),
        Augmentation = Text(ParameterNames.Augmentation),
        TaskType = TaskTypes.Of(Text(ParameterNames.TaskType)),
        Momentum = Number(ParameterNames.Momentum),
        GradientClipVal = Clip(),
        Shuffle = Truth(ParameterNames.Shuffle),
        Layers = layers,
        Activation = OrNone(ParameterNames.Activation),
        FinalActivation = FinalActivation(),
        HiddenUnits = Whole(ParameterNames.HiddenUnits),
        NumLayers = Whole(ParameterNames.NumLayers),
        NumParameters = Long(ParameterNames.NumParameters),
        NumTrainableParameters = Long(ParameterNames.NumTrainableParameters),
    };

    private bool Has(string name) => _byName.ContainsKey(ParameterNames.Normal(name));

    private (string Text, int? Line, string Key)? Find(string[] names)
    {
        (string, int?, string)? none = null;
        foreach (string name in names)
        {
            if (!_byName.TryGetValue(name, out string? key)) continue;
            (string text, int line) = _raw[key];
            (string Text, int? Line, string Key) found = (Scalars.Unquoted(text), line > 0 ? line : null, key);
            if (!Scalars.IsNone(found.Text) || name == names[0]) return found;
            none ??= found;
        }

        return none;
    }

    private string? Text(params string[] names) => Find(names) is { Text: var text } && !Scalars.IsNone(text) ? text : null;

    private string? OrNone(params string[] names)
        => Find(names) is { Text: var text } ? Scalars.IsNone(text) || Scalars.Truth(text) == false ? "none" : text : null;

    private string? FinalActivation()
        => OrNone(ParameterNames.FinalActivation) is { } text
            ? text.ToLowerInvariant() is "logits" or "identity" or "linear" ? "none" : text : null;

    // torch.optim.adam.Adam and "AdamW (Parameter Group 0 …)" as the class alone.
    private string? Optimizer()
    {
        if (Text(ParameterNames.Optimizer) is not { } text) return null;
        string name = text.Split(' ', '(', '\n')[0];
        return name.Contains('.', StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..] : name;
    }

    private double? Clip()
    {
        if (Find(ParameterNames.Clip) is { Text: var text } && (Scalars.IsNone(text) || Scalars.Truth(text) == false)) return 0;
        return Number(ParameterNames.Clip);
    }

    private bool? Truth(params string[] names)
    {
        if (Find(names) is not { } found || Scalars.IsNone(found.Text)) return null;
        return Scalars.Truth(found.Text) ?? Wrong<bool>(found, "true or false");
    }

    private double? Number(params string[] names)
    {
        if (Find(names) is not { } found || Scalars.IsNone(found.Text)) return null;
        if (Scalars.TryNumber(found.Text, out double value) && double.IsFinite(value)) return value;
        // "auto" and the like are settings of their own, and no fault of the record.
        return found.Text is "auto" || Scalars.Truth(found.Text) is not null ? null : Wrong<double>(found, "a number");
    }

    private long? Long(params string[] names)
    {
        if (Number(names) is not { } value) return null;
        return value >= 0 && value < 9e15 && Math.Floor(value) == value ? (long)value : Wrong<long>(Find(names)!.Value, "a whole number");
    }

    private int? Whole(params string[] names) => Long(names) is { } value and <= int.MaxValue ? (int)value : null;

    private T? Wrong<T>((string Text, int? Line, string Key) found, string expected)
        where T : struct
    {
        string shown = found.Text.Length > 40 ? found.Text[..40] + "…" : found.Text;
        _log.Fault(_source, found.Line, $"{found.Key} is “{shown}”, not {expected}.", "Log the value that was used.");
        return null;
    }
}
