using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>A declared hyper-parameter is impossible or contradicts another. Declarations alone never weigh more than low.</summary>
public sealed class OptimizerParamSuspicious(OptimizerParamSuspicious.Limits limits) : Detector<TrainingArtifacts>
{
    private const double Impossible = 0.9;
    private const double Odd = 0.6;
    private const double Most = 1e9;

    /// <summary>With the default limits.</summary>
    public OptimizerParamSuspicious() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.OptimizerParamSuspicious;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits
        => [limits.LargestShare, limits.SmallestValue, limits.SmallestPositive, limits.FirstBeta, limits.SecondBeta, limits.BetaOrder, limits.Epsilon, limits.SmallestEpsilon, limits.Shrinkage, limits.Momentum, limits.Differing, limits.FloorOverRate, limits.WarmupShare];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["optimizer", "learning_rate", "momentum", "weight_decay", "dropout_rate", "batch_size", "num_epochs", "gradient_clip_val"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TrainingParameters declared = artifacts.Parameters;
        var settings = new RawSettings(declared);
        List<Suspicion> looked = [.. Shares(declared, settings), .. Positives(declared, settings), .. Betas(settings), .. Epsilons(settings), .. Against(declared, settings)];
        if (looked.Count == 0)
            return new Detection.NotAssessable("No setting of the optimiser is declared.", "Log optimizer, learning_rate, weight_decay, momentum or betas, and eps in params.yaml.");
        string? source = declared.Source is { Length: > 0 } path ? path : null;
        Suspicion[] crossing = [.. looked.Where(s => s.Evidence.CrossesLimit)];
        Evidence[] evidence = [.. (crossing.Length > 0 ? crossing : [.. looked]).Select(s => s.Evidence with { Source = source })];
        if (crossing.Length == 0) return new Detection.Clean(evidence);
        return new Detection.Found(Finding.Of(Code, Severity.Low, crossing.Max(s => s.Confidence), string.Join(" ", crossing.Select(s => s.Sentence)) + " Frameworks refuse such values or follow them silently; the log alone does not tell which happened, nor what it cost.", evidence));
    }

    // Shares of one: a share of one keeps nothing new, or nothing at all.
    private IEnumerable<Suspicion> Shares(TrainingParameters declared, RawSettings settings)
    {
        List<(string Key, double Value)> shares = [];
        if (declared.Momentum is { } momentum) shares.Add(("momentum", momentum));
        if (declared.DropoutRate is { } dropout) shares.Add(("dropout_rate", dropout));
        foreach (string name in (string[])["label_smoothing", "warmup_ratio", "ema_decay", "rho", "alpha_smoothing", "validation_split", "val_split"])
        {
            if (settings.Number(name) is { } number) shares.Add(number);
        }

        foreach ((string key, double value) in shares.Where(s => double.IsFinite(s.Value)))
        {
            yield return new(limits.LargestShare.Judge($"declared {key}", value, key), $"{key} is {Significant.Text(value)}, but a share of this kind lies below 1.", Impossible);
            yield return new(limits.SmallestValue.Judge($"declared {key}", value, key), $"{key} is {Significant.Text(value)}, but it cannot be negative.", Impossible);
        }

        if (declared.Momentum is { } heavy and < 1 && double.IsFinite(heavy))
            yield return new(limits.Momentum.Judge("declared momentum", heavy, "momentum"), $"A momentum of {Significant.Text(heavy, 6)} averages over {Significant.Text(1 / (1 - heavy), 3)} steps.", Odd);
    }

    private IEnumerable<Suspicion> Positives(TrainingParameters declared, RawSettings settings)
    {
        foreach ((string key, double? value) in ((string, double?)[])[("weight_decay", declared.WeightDecay), ("gradient_clip_val", declared.GradientClipVal)])
        {
            if (value is { } number && double.IsFinite(number)) yield return new(limits.SmallestValue.Judge($"declared {key}", number, key), $"{key} is {Significant.Text(number)}, but it cannot be negative.", Impossible);
        }

        if (declared.LearningRate is { } rate && double.IsFinite(rate))
            yield return new(limits.SmallestPositive.Judge("declared learning_rate", rate, "learning_rate"), $"learning_rate is {Significant.Text(rate)}; nothing is learnt at a rate that is not positive.", Impossible);
        foreach ((string key, string[] names) in ((string, string[])[])[("batch_size", ["batch_size", "train_batch_size"]), ("accumulation", ["accumulate_grad_batches", "gradient_accumulation_steps"])])
        {
            if (settings.Number(names) is { } number)
                yield return new(limits.SmallestPositive.Judge($"declared {number.Key}", number.Value, key), $"{number.Key} is {Significant.Text(number.Value)}, but it counts something of which there is at least one.", Impossible);
        }
    }

    private IEnumerable<Suspicion> Betas(RawSettings settings)
    {
        (string Key, double[] Values)? pair = settings.Numbers("betas", "adam_betas");
        double? first = pair is { Values: [var a, ..] } ? a : settings.Number("beta1", "beta_1", "adam_beta1", "b1")?.Value;
        double? second = pair is { Values: [_, var b, ..] } ? b : settings.Number("beta2", "beta_2", "adam_beta2", "b2")?.Value;
        foreach ((string name, double? beta) in ((string, double?)[])[("beta1", first), ("beta2", second)])
        {
            if (beta is not { } value) continue;
            yield return new(limits.LargestShare.Judge($"declared {name}", value, name), $"{name} is {Significant.Text(value)}, but a running mean keeps less than all of its past.", Impossible);
            yield return new(limits.SmallestValue.Judge($"declared {name}", value, name), $"{name} is {Significant.Text(value)}, but it cannot be negative.", Impossible);
        }

        if (first is { } slow and < 1) yield return new(limits.FirstBeta.Judge("declared beta1", slow, "beta1"), $"A beta1 of {Significant.Text(slow, 6)} averages the gradient over {Significant.Text(1 / (1 - slow), 3)} steps.", Odd);
        if (second is { } fast and >= 0) yield return new(limits.SecondBeta.Judge("declared beta2", fast, "beta2"), $"A beta2 of {Significant.Text(fast, 6)} forgets the size of gradients within a few steps.", Odd);
        if (first is { } one && second is { } two) yield return new(limits.BetaOrder.Judge("declared beta1 less beta2", one - two, "betas"), $"beta1 ({Significant.Text(one, 6)}) is above beta2 ({Significant.Text(two, 6)}): they look swapped.", Odd);
    }

    private IEnumerable<Suspicion> Epsilons(RawSettings settings)
    {
        if (settings.Number("eps", "epsilon", "adam_epsilon", "adam_eps", "optimizer_eps", "opt_eps") is not { } eps || eps.Key.Contains("norm", StringComparison.OrdinalIgnoreCase)) yield break;
        yield return new(limits.SmallestEpsilon.Judge($"declared {eps.Key}", eps.Value, eps.Key), $"{eps.Key} is {Significant.Text(eps.Value)}: where gradients vanish, the optimiser divides by nothing.", Impossible);
        yield return new(limits.Epsilon.Judge($"declared {eps.Key}", eps.Value, eps.Key), $"An {eps.Key} of {Significant.Text(eps.Value)} is larger than usual gradients: the optimiser no longer adapts to them.", Odd);
    }

    private IEnumerable<Suspicion> Against(TrainingParameters declared, RawSettings settings)
    {
        if (declared is { LearningRate: { } rate and > 0, WeightDecay: { } decay and > 0 })
            yield return new(limits.Shrinkage.Judge("declared learning_rate times weight_decay", Math.Min(rate * decay, Most), "weight_decay"), $"With a rate of {Significant.Text(rate)} and a weight_decay of {Significant.Text(decay)}, each step takes {Significant.Text(rate * decay, 3)} of every weight away.", Impossible);
        if (settings.Truth("nesterov", "use_nesterov") == true && declared.Momentum is 0)
            yield return new(limits.Differing.Judge("Nesterov's momentum without a momentum", 1, "nesterov"), "nesterov is on, but momentum is 0: there is nothing to look ahead with.", Impossible);
        foreach ((string one, string other) in ((string, string)[])[("learning_rate", "lr"), ("num_epochs", "epochs"), ("num_epochs", "max_epochs"), ("epochs", "max_epochs"), ("batch_size", "bs")])
        {
            if (Number(declared, one) is { } first && Number(declared, other) is { } second)
                yield return new(limits.Differing.Judge($"{one} and {other} declared with different values", first == second ? 0 : 1, one), $"{one} is declared as {Significant.Text(first)} and {other} as {Significant.Text(second)}.", Odd);
        }

        if (declared.LearningRate is { } start and > 0 && settings.Number("min_lr", "eta_min", "lr_min") is { } floor)
            yield return new(limits.FloorOverRate.Judge($"declared {floor.Key} over learning_rate", Math.Min(floor.Value / start, Most), floor.Key), $"{floor.Key} ({Significant.Text(floor.Value)}) is above the learning rate ({Significant.Text(start)}): the rate cannot fall to it.", Impossible);
        if (declared.NumEpochs is { } epochs and > 0 && settings.Number("warmup_epochs", "num_warmup_epochs") is { } warmup)
            yield return new(limits.WarmupShare.Judge($"declared {warmup.Key} over the planned epochs", warmup.Value / epochs, warmup.Key), $"The warm-up of {Significant.Text(warmup.Value)} epochs fills all {Significant.Text(epochs)} epochs: the declared rate is never kept.", Impossible);
    }

    private static double? Number(TrainingParameters declared, string key)
        => declared.Raw.TryGetValue(key, out string? text) && Artifacts.Reading.Scalars.TryNumber(text, out double value) && value > 0 && double.IsFinite(value) ? value : null;

    private sealed record Suspicion(Evidence Evidence, string Sentence, double Confidence);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Largest share of one.</summary>
        public Limit LargestShare { get; init; } = Limit.AtMost(0.99999999, "fraction", 0, 1, "Momentum, betas, dropout and their like lie below 1.", "definition: an average that keeps all of its past learns nothing, dropout of all units leaves none");

        /// <summary>Smallest value of a setting that cannot be negative.</summary>
        public Limit SmallestValue { get; init; } = Limit.AtLeast(0, "value", -1000, 1, "It cannot be negative.", "definition");

        /// <summary>Smallest value of a setting that must be positive.</summary>
        public Limit SmallestPositive { get; init; } = Limit.AtLeast(1e-30, "value", 0, 1, "It must be positive.", "definition; the smallest number of single precision is about 1e-38");

        /// <summary>Largest usual first beta.</summary>
        public Limit FirstBeta { get; init; } = Limit.AtMost(0.99, "fraction", 0, 1, "Gradients are averaged over more than a hundred steps.", "Kingma and Ba 2015: 0.9; published settings reach from 0 to 0.95");

        /// <summary>Smallest usual second beta.</summary>
        public Limit SecondBeta { get; init; } = Limit.AtLeast(0.8, "fraction", 0, 1, "The size of gradients is averaged over fewer than five steps.", "Kingma and Ba 2015: 0.999; published settings reach down to 0.9");

        /// <summary>First beta less second.</summary>
        public Limit BetaOrder { get; init; } = Limit.AtMost(0, "fraction", -1, 1, "The first moment is averaged over fewer steps than the second.", "Kingma and Ba 2015: convergence asks for beta1² < √beta2; a larger beta1 is a swapped pair");

        /// <summary>Largest usual eps.</summary>
        public Limit Epsilon { get; init; } = Limit.AtMost(0.01, "value", 0, 10, "Eps outweighs usual gradients.", "defaults of PyTorch and Keras lie between 1e-10 and 1e-3; larger ones are published for single architectures only");

        /// <summary>Smallest eps.</summary>
        public Limit SmallestEpsilon { get; init; } = Limit.AtLeast(1e-30, "value", 0, 1, "Eps keeps a division from one by zero.", "definition; AdaBelief goes down to 1e-16");

        /// <summary>Rate times weight decay.</summary>
        public Limit Shrinkage { get; init; } = Limit.AtMost(0.5, "fraction", 0, 2, "A step takes half of every weight away.", "Loshchilov and Hutter 2019: decoupled decay multiplies weights by 1 - rate × decay; 1 wipes them out, 2 flips them");

        /// <summary>Largest usual momentum.</summary>
        public Limit Momentum { get; init; } = Limit.AtMost(0.999, "fraction", 0, 1, "Steps are averaged over more than a thousand.", "Sutskever et al. 2013 go to 0.999");

        /// <summary>Pairs of settings that exclude each other.</summary>
        public Limit Differing { get; init; } = Limit.AtMost(0, "pairs", 0, 10, "Two settings cannot both be true.", "exact");

        /// <summary>Floor of a schedule over the rate.</summary>
        public Limit FloorOverRate { get; init; } = Limit.AtMost(1, "ratio", 0, 1000, "The floor of a schedule lies below its start.", "definition");

        /// <summary>Warm-up over the planned epochs.</summary>
        public Limit WarmupShare { get; init; } = Limit.AtMost(0.999, "fraction", 0, 10, "A warm-up ends before the training does.", "definition");
    }
}
