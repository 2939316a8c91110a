using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>The options of an analysis, as the command line has them.</summary>
internal sealed class AnalysisArguments
{
    private readonly Option<string[]> _focus = new("--focus") { HelpName = "FOCUS", Description = $"What matters most; shifts the order of what to do, never the facts. {string.Join(", ", AnalysisOptions.Focuses)}; may be given several times." };
    private readonly Option<double> _maxTime = new("--max-analysis-time") { HelpName = "SECONDS", Description = "Longest time for one run, fetch included: 30 to 300.", DefaultValueFactory = _ => new AnalysisOptions().MaxAnalysisTime };
    private readonly Option<bool> _noTraining = new("--no-training") { Description = "Leave metrics and parameters out." };
    private readonly Option<bool> _noDataset = new("--no-dataset") { Description = "Leave dataset metadata and statistics out." };
    private readonly Option<bool> _noDeepchecks = new("--no-deepchecks") { Description = "Leave deepchecks results out." };
    private readonly Option<string?> _taskType = new("--task-type") { HelpName = "TASK", Description = $"What the model does: {string.Join(", ", AnalysisContext.TaskTypes)}." };
    private readonly Option<string?> _modelType = new("--model-type") { HelpName = "MODEL", Description = $"What the model is: {string.Join(", ", AnalysisContext.ModelTypes)}." };
    private readonly Option<string?> _datasetName = new("--dataset-name") { HelpName = "NAME", Description = "Name of the data set." };

    public AnalysisArguments()
    {
        _focus.AcceptOnlyFromAmong([.. AnalysisOptions.Focuses]);
        _taskType.AcceptOnlyFromAmong([.. AnalysisContext.TaskTypes]);
        _modelType.AcceptOnlyFromAmong([.. AnalysisContext.ModelTypes]);
        _maxTime.Validators.Add(RequireRange);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_focus, _maxTime, _noTraining, _noDataset, _noDeepchecks, _taskType, _modelType, _datasetName]) command.Options.Add(option);
    }

    public AnalysisOptions Options(ParseResult parsed) => new()
    {
        EnableTrainingAnalysis = !parsed.GetValue(_noTraining),
        EnableDatasetAnalysis = !parsed.GetValue(_noDataset),
        EnableDeepchecksAnalysis = !parsed.GetValue(_noDeepchecks),
        OptimizationFocus = parsed.GetValue(_focus) ?? [],
        MaxAnalysisTime = parsed.GetValue(_maxTime),
    };

    /// <summary>What the caller knows of the run; null where nothing was said.</summary>
    public AnalysisContext? Context(ParseResult parsed)
    {
        var context = new AnalysisContext { DatasetName = parsed.GetValue(_datasetName), ModelType = parsed.GetValue(_modelType), TaskType = parsed.GetValue(_taskType) };
        return context == new AnalysisContext() ? null : context;
    }

    private static void RequireRange(OptionResult result)
    {
        // What is no number at all, the parser says.
        if (result.Tokens.Count == 0 || !double.TryParse(result.Tokens[^1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)) return;
        if (seconds is not (>= AnalysisOptions.MinAnalysisTime and <= AnalysisOptions.MaxAnalysisTimeAllowed))
            result.AddError($"--max-analysis-time must lie between {Significant.Text(AnalysisOptions.MinAnalysisTime)} and {Significant.Text(AnalysisOptions.MaxAnalysisTimeAllowed)} seconds.");
    }
}
