using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Verification.Raw;

/// <summary>What a run declares of its training, by any of the usual names.</summary>
internal sealed class RawParameters
{
    private static readonly string[] Nones = ["", "none", "null", "~", "nan", "n/a", "na"];
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    public RawParameters(RawFiles files, RunRecord run)
    {
        string? path = files.First("training_artifacts/params.yaml", "params.yaml");
        if (files.Document(path) is { Members: not null } root)
        {
            Source = path!;
            Raw = Flat(root);
            Layers = [.. root["model"]?["layers"]?.Items?.Where(i => i.Text is not null && !i.IsNull).Select(i => i.Text!) ?? []];
        }
        else if (run.Params.Count > 0)
        {
            (Source, Raw) = ("MLflow params", new Dictionary<string, string>(run.Params, StringComparer.Ordinal));
        }

        foreach (string key in Raw.Keys.OrderBy(k => k.Count(c => c is '.' or '/')).ThenBy(k => k, StringComparer.Ordinal))
        {
            string plain = PlainName(key);
            _byName.TryAdd(plain, key);
            if (plain.LastIndexOf('.') is > 0 and var dot) _byName.TryAdd(plain[(dot + 1)..], key);
        }
    }

    /// <summary>Path of the file, or what stands for it.</summary>
    public string Source { get; } = "";

    /// <summary>Every scalar as written; names of nested ones are joined with dots.</summary>
    public IReadOnlyDictionary<string, string> Raw { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Layers { get; } = [];

    public double? LearningRate => Number("learning_rate", "lr", "optimizer_lr", "optimizer_learning_rate", "initial_lr", "base_lr", "lr0", "init_lr", "opt_lr");

    public double? BatchSize => Whole("batch_size", "train_batch_size", "per_device_train_batch_size", "batch", "bs", "batchsize");

    public double? Epochs => Whole("num_epochs", "epochs", "max_epochs", "num_train_epochs", "n_epochs", "nb_epochs", "nepochs");

    public double? WeightDecay => Number("weight_decay", "optimizer_weight_decay", "wd", "l2");

    public double? Dropout => Number("dropout_rate", "dropout", "dropout_p", "drop_rate", "hidden_dropout_prob");

    public double? HiddenUnits => Whole("model.hidden_units", "hidden_units", "hidden_size", "hidden_dim", "width", "n_hidden", "d_model");

    public double? NumLayers => Whole("model.num_layers", "num_layers", "n_layers", "depth", "num_hidden_layers");

    public double? AllParameters => Whole("model.num_parameters", "num_parameters", "n_parameters", "num_params", "total_params", "model_num_parameters");

    public double? TrainableParameters => Whole("model.num_trainable_parameters", "num_trainable_parameters", "trainable_parameters", "trainable_params", "num_trainable_params");

    public double? Momentum => Number("momentum", "optimizer_momentum");

    public double? Clip => Number(
        "gradient_clip_val", "grad_clip", "clip", "max_grad_norm", "clip_grad_norm", "gradient_clip", "clipnorm", "global_clipnorm", "gradient_clipping", "grad_clip_norm", "clip_norm", "gradient_clip_norm",
        "grad_norm_clip", "max_gradient_norm", "clip_grad", "clip_gradients", "clip_gradient", "grad_clip_val");

    /// <summary>The schedule of the learning rate as declared, <c>none</c> where declared to be absent.</summary>
    public string? Scheduler => Declared(
        "scheduler", "lr_scheduler", "lr_schedule", "schedule", "lr_scheduler_type", "scheduler_name", "scheduler_type", "lr_scheduler_name", "scheduler.name", "scheduler.type", "lr_scheduler.name", "lr_scheduler.type",
        "lr_policy", "sched");

    public string? TaskType => Text("task_type", "task");

    /// <summary>The optimiser's class, lower case.</summary>
    public string Optimizer => (Text("optimizer", "optimizer_name", "optim", "opt", "optimizer_type", "optimizer_class", "opt_name", "optimizer.name", "optimizer.type") ?? "").Split(' ', '(', '\n')[0].Split('.')[^1].ToLowerInvariant();

    /// <summary>The number of a name as it is written, whole name only.</summary>
    public double? Exactly(string key) => Raw.TryGetValue(key, out string? text) && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>What is declared under the first of some names; null where it says that there is nothing.</summary>
    public string? Text(params string[] names)
    {
        foreach (string name in names)
        {
            if (!_byName.TryGetValue(name, out string? key)) continue;
            string text = Unquoted(Raw[key]);
            if (!Nones.Contains(text.Trim().ToLowerInvariant(), StringComparer.Ordinal)) return text;
            if (name == names[0]) return null;
        }

        return null;
    }

    /// <summary>What is declared under the first of some names, <c>none</c> where it says that there is nothing; null where nothing is declared.</summary>
    public string? Declared(params string[] names)
    {
        if (Text(names) is { } text) return text.Trim().ToLowerInvariant() is "false" or "no" or "off" or "0" ? "none" : text;
        return names.Any(_byName.ContainsKey) ? "none" : null;
    }

    /// <summary>What is declared under one of some names, or under a name that ends in one of them.</summary>
    public (string Key, string Text)? Loosely(params string[] names)
    {
        var all = Raw.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, Name: LooseName(r.Key), Text: Unquoted(r.Value))).DistinctBy(r => r.Name, StringComparer.Ordinal)
            .OrderBy(r => r.Name, StringComparer.Ordinal).Where(r => !Nones.Contains(r.Text.Trim().ToLowerInvariant(), StringComparer.Ordinal)).ToList();
        foreach (Func<string, string, bool> fits in (Func<string, string, bool>[])[(declared, name) => declared == name, (declared, name) => declared.EndsWith("_" + name, StringComparison.Ordinal)])
        {
            foreach (string name in names)
            {
                foreach (var (key, declared, text) in all)
                {
                    if (fits(declared, name)) return (key, text);
                }
            }
        }

        return null;
    }

    /// <summary>The finite number that is declared under one of some names, or under a name that ends in one of them.</summary>
    public double? LooseNumber(params string[] names) => Loosely(names) is var (_, text) && Numerals.Read(text) is { } number && double.IsFinite(number) ? number : null;

    private static string LooseName(string key)
    {
        string plain = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        while (plain.Contains("__", StringComparison.Ordinal)) plain = plain.Replace("__", "_", StringComparison.Ordinal);
        return plain.Trim('_');
    }

    private double? Number(params string[] names) => Text(names) is { } text && Numerals.Read(text) is { } number && double.IsFinite(number) ? number : null;

    private double? Whole(params string[] names) => Number(names) is { } number and >= 0 && Math.Floor(number) == number ? number : null;

    private static string Unquoted(string text)
    {
        string bare = text.Trim();
        if (bare.StartsWith("<class '", StringComparison.Ordinal) && bare.EndsWith("'>", StringComparison.Ordinal)) bare = bare[8..^2];
        return bare.Length >= 2 && bare[0] is '\'' or '"' && bare[^1] == bare[0] ? bare[1..^1] : bare;
    }

    private static string PlainName(string key)
    {
        var plain = new StringBuilder();
        foreach (char c in key.Trim())
        {
            char next = c is '/' or '.' ? '.' : char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_';
            if (next != '_' || (plain.Length > 0 && plain[^1] != '_')) plain.Append(next);
        }

        return plain.ToString();
    }

    internal static Dictionary<string, string> Flat(Node root)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, Node node)
        {
            if (node.Text is { } text) flat[name] = text;
            foreach ((string key, Node value) in node.Members ?? []) Add(name.Length == 0 ? key : name + "." + key, value);
            if (node.Items is { Count: > 0 and <= 100 } items && items.All(i => i.Text is not null && !i.IsNull)) flat[name] = string.Join(", ", items.Select(i => i.Text));
        }

        Add("", root);
        return flat;
    }
}
