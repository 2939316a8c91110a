using System.Globalization;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Reports;

namespace DeepFix.Cli.Analyze;

/// <summary>Analyses runs and writes what came out.</summary>
internal sealed class AnalyzeJob(Terminal terminal, IAnalyst analyst, OutputArguments.Output output)
{
    private readonly ResultPrinter _printer = new(terminal, output.Format);

    /// <summary>An earlier result of the run: then what changed since is written in place of the result.</summary>
    public AnalysisResult? Earlier { get; init; }

    /// <returns>The worst exit code of all runs.</returns>
    public async Task<int> RunAsync(IReadOnlyList<Subject> subjects, CancellationToken cancellationToken)
    {
        if (output is { Format: OutputFormat.Html, Folder: null } && subjects.Count > 1) throw new UsageException("several HTML reports do not fit into one output.", "Add --out DIR: a file a run.");
        if (output.Folder is { } folder) Directory.CreateDirectory(folder);
        List<Outcome> outcomes = [];
        var batch = new Batch(analyst, new ProgressLine(terminal, TimeProvider.System), TimeProvider.System);
        await foreach (Outcome outcome in batch.RunAsync(subjects, cancellationToken))
        {
            outcomes.Add(outcome);
            if (output.Folder is not null) await _printer.SaveAsync(outcome, output.Folder, cancellationToken);
        }

        if (Earlier is not null && outcomes is [{ Failure: null } compared] && output.Folder is null) await terminal.Out.WriteAsync(Since(compared, Earlier).AsMemory(), cancellationToken);
        else if (output.Folder is null) await _printer.PrintAsync(outcomes, cancellationToken);
        else await terminal.Out.WriteAsync(Saved(outcomes, output.Folder).AsMemory(), cancellationToken);
        await terminal.Out.FlushAsync(cancellationToken);
        foreach (Outcome outcome in outcomes) Explain(outcome, isOneOfSeveral: outcomes.Count > 1);
        return outcomes.Max(o => o.ExitCode);
    }

    private string Since(Outcome outcome, AnalysisResult earlier)
    {
        ResultChanges changes = SinceComparison.Of(earlier, outcome.Result);
        return output.Format == OutputFormat.Json ? JsonSerializer.Serialize(changes, DeepFixJson.Plain.ResultChanges) + "\n" : SinceText.Render(changes, outcome.Title);
    }

    private string Saved(IReadOnlyList<Outcome> outcomes, string folder)
        => Overview.Render(outcomes, terminal.Palette) + string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} {(outcomes.Count == 1 ? "file" : "files")} in {SafeText.Line(folder)}\n");

    private void Explain(Outcome outcome, bool isOneOfSeveral)
    {
        if (outcome.Failure is { } failure) failure.WriteTo(terminal.Error, isOneOfSeveral ? outcome.Subject.Label : null);
        else if (outcome.ExitCode == ExitCode.CouldNotJudge && outcome.Subject.Source is FolderRunSource)
            new Failure($"nothing in {outcome.Subject.Label} could be judged.", "Give the folder that holds training_artifacts/metrics.csv, dataset/ or deepchecks/, or a training log (CSV, JSON, TensorBoard, …); for a run in an MLflow store, its id and --tracking-uri.", ExitCode.CouldNotJudge).WriteTo(terminal.Error);
    }
}
