using System.Text;

namespace DeepFix.Artifacts.Names;

/// <summary>The names that loops and frameworks give to a setting: the contract's own first.</summary>
internal static class ParameterNames
{
    public static readonly string[] ModelName = ["model_name", "model", "model_class", "architecture", "arch", "model_type", "_name_or_path", "backbone"];
    public static readonly string[] Optimizer = ["optimizer", "optimizer_name", "optim", "opt", "optimizer_type", "optimizer_class", "opt_name", "optimizer.name", "optimizer.type"];
    public static readonly string[] LearningRate = ["learning_rate", "lr", "optimizer_lr", "optimizer_learning_rate", "initial_lr", "base_lr", "lr0", "init_lr", "opt_lr"];
    public static readonly string[] BatchSize = ["batch_size", "train_batch_size", "per_device_train_batch_size", "batch", "bs", "batchsize"];
    public static readonly string[] NumEpochs = ["num_epochs", "epochs", "max_epochs", "num_train_epochs", "n_epochs", "nb_epochs", "nepochs"];
    public static readonly string[] WeightDecay = ["weight_decay", "optimizer_weight_decay", "wd", "l2"];
    public static readonly string[] DropoutRate = ["dropout_rate", "dropout", "dropout_p", "drop_rate", "hidden_dropout_prob"];
    public static readonly string[] Scheduler = ["scheduler", "lr_scheduler", "lr_schedule", "schedule", "lr_scheduler_type", "scheduler_name", "scheduler_type", "lr_scheduler_name", "scheduler.name", "scheduler.type", "lr_scheduler.name", "lr_scheduler.type", "lr_policy", "sched"];
    public static readonly string[] LossFunction = ["loss_function", "loss", "loss_fn", "criterion", "loss_name", "objective"];
    public static readonly string[] Augmentation = ["augmentation", "augment", "augmentations", "data_augmentation"];
    public static readonly string[] TaskType = ["task_type", "task"];
    public static readonly string[] Momentum = ["momentum", "optimizer_momentum"];
    public static readonly string[] Clip =
    [
        "gradient_clip_val", "grad_clip", "clip", "max_grad_norm", "clip_grad_norm", "gradient_clip", "clipnorm", "global_clipnorm", "gradient_clipping", "grad_clip_norm", "clip_norm", "gradient_clip_norm",
        "grad_norm_clip", "max_gradient_norm", "clip_grad", "clip_gradients", "clip_gradient", "grad_clip_val",
    ];

    public static readonly string[] Shuffle = ["shuffle", "shuffle_train", "train_shuffle"];
    public static readonly string[] Activation = ["model.activation", "activation", "act", "activation_function", "hidden_act"];
    public static readonly string[] FinalActivation = ["model.final_activation", "final_activation", "output_activation", "last_activation"];
    public static readonly string[] HiddenUnits = ["model.hidden_units", "hidden_units", "hidden_size", "hidden_dim", "width", "n_hidden", "d_model"];
    public static readonly string[] NumLayers = ["model.num_layers", "num_layers", "n_layers", "depth", "num_hidden_layers"];
    public static readonly string[] NumParameters = ["model.num_parameters", "num_parameters", "n_parameters", "num_params", "total_params", "model_num_parameters"];
    public static readonly string[] NumTrainableParameters = ["model.num_trainable_parameters", "num_trainable_parameters", "trainable_parameters", "trainable_params", "num_trainable_params"];

    /// <summary>optimizer__lr, Optimizer.lr, model/activation: lower case, one underscore; a dot divides levels.</summary>
    public static string Normal(string key)
    {
        var normal = new StringBuilder(key.Length);
        foreach (char c in key.Trim())
        {
            char next = c is '/' or '.' ? '.' : char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_';
            if (next != '_' || (normal.Length > 0 && normal[^1] != '_')) normal.Append(next);
        }

        return normal.ToString();
    }
}
