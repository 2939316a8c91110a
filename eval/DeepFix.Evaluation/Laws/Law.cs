using DeepFix.Evaluation.Transformations;

namespace DeepFix.Evaluation.Laws;

/// <summary>A change of a record that tells nothing new of the training: what was found must stay.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Apply">The same run, recorded otherwise.</param>
internal sealed record Law(string Name, Func<RecordedRun, RecordedRun> Apply)
{
    private static readonly (string Name, (string From, string To)[] Names)[] Frameworks =
    [
        ("Keras", [("train_loss", "loss"), ("train_accuracy", "accuracy"), ("learning_rate", "lr")]),
        ("Lightning", [("train_loss", "train_loss_epoch"), ("val_loss", "val_loss_epoch"), ("train_accuracy", "train_acc"), ("val_accuracy", "val_acc"), ("learning_rate", "lr-Adam")]),
        ("Hugging Face", [("train_loss", "loss"), ("val_loss", "eval_loss"), ("val_accuracy", "eval_accuracy"), ("train_accuracy", "train_accuracy")]),
        ("Weights and Biases", [("train_loss", "train/loss"), ("val_loss", "val/loss"), ("train_accuracy", "train/acc"), ("val_accuracy", "val/acc"), ("learning_rate", "lr"), ("step", "_step")]),
    ];

    /// <summary>All laws but those of single columns.</summary>
    public static IReadOnlyList<Law> All { get; } =
    [
        new("losses times 37", run => Scaled(run, 37)),
        new("losses over 500", run => Scaled(run, 0.002)),
        new("accuracies in percent", run => new[] { "train_accuracy", "val_accuracy", "val_balanced_accuracy" }.Where(run.Has).Aggregate(run, (changed, column) => changed.Changing(column, (_, value) => 100 * value))),
        .. Frameworks.Select(f => new Law($"columns named as by {f.Name}", run => f.Names.Aggregate(run, (changed, name) => changed.Renaming(name.From, name.To)))),
        new("columns in reverse order", run => run with { Header = [.. run.Header.Reverse()], Rows = [.. run.Rows.Select(r => (IReadOnlyList<string>)[.. r.Reverse()])] }),
        new("columns of time, memory and temperature added", run => run.With("time", i => RecordedRun.Text(3.5 * i)).With("gpu_memory_mb", i => RecordedRun.Text(2048 + (i * 7 % 13))).With("temperature", i => RecordedRun.Text(60 + (i * 5 % 9)))),
        new("every second epoch", run => run.WithRows(Enumerable.Range(0, run.Rows.Count).Where(i => i % 2 == 0 || i == run.Rows.Count - 1))),
        new("nothing changed", run => run),
    ];

    private static RecordedRun Scaled(RecordedRun run, double factor)
        => new[] { "train_loss", "val_loss" }.Where(run.Has).Aggregate(run, (changed, column) => changed.Changing(column, (_, value) => factor * value));
}
