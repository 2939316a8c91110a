namespace DeepFix.Artifacts.Foreign;

/// <summary>The files of one training run in a format of others.</summary>
/// <param name="Name">What the user would call it: the file or the folder.</param>
/// <param name="Logs">The log: one file, or all files of a format that has several (event files, an MLflow run's <c>metrics/</c>). Paths are within the run.</param>
/// <param name="Settings">Files beside it that hold settings: <c>hparams.yaml</c>, <c>args.yaml</c>, …</param>
public sealed record ForeignSource(string Name, IReadOnlyList<RunFile> Logs, IReadOnlyList<RunFile> Settings);
