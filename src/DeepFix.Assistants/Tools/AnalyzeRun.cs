using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Answers;

namespace DeepFix.Assistants.Tools;

/// <summary><c>analyze_run</c>.</summary>
internal sealed class AnalyzeRun : AssistantTool
{
    private static readonly AnalysisOptions Defaults = new();

    public override string Name => "analyze_run";

    public override string Title => "Analyse a training run";

    public override string Description => "Finds out why one training run of MLflow went wrong, or that it did not: the verdict, root causes with their probability, findings with their evidence, and what to change first. Every number is computed from what the run logged. Answers with the overview and a request_id; read_result tells the rest. If the analysis takes longer than a call should, the answer says so, and read_result waits for it.";

    public override ToolSchema Arguments { get; } = new ToolSchema()
        .Text("run_id", "Id of the MLflow run.", isRequired: true)
        .Text(TrackingUri.Name, TrackingUri.Description)
        .Number("max_analysis_time", "Seconds that the analysis may take, fetch included.", AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed, Defaults.MaxAnalysisTime)
        .Choices("optimization_focus", "What matters most; shifts the order of actions, never the facts.", AnalysisOptions.Focuses)
        .Choice("task_type", "What the model does, where you know it.", AnalysisContext.TaskTypes)
        .Choice("model_type", "What the model is, where you know it.", AnalysisContext.ModelTypes)
        .Text("dataset_name", "Name of the data set, where you know it.");

    public override bool LeavesTheMachine => true;

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken)
    {
        var context = new AnalysisContext { DatasetName = arguments.Text("dataset_name", 256), ModelType = arguments.Choice("model_type", AnalysisContext.ModelTypes), TaskType = arguments.Choice("task_type", AnalysisContext.TaskTypes) };
        var request = new AnalysisRequest
        {
            RunId = arguments.Required("run_id", 256),
            MlflowTrackingUri = arguments.Text(TrackingUri.Name),
            AnalysisOptions = new AnalysisOptions
            {
                OptimizationFocus = arguments.Choices("optimization_focus", AnalysisOptions.Focuses),
                MaxAnalysisTime = arguments.Number("max_analysis_time", AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed, Defaults.MaxAnalysisTime),
            },
            Context = context == new AnalysisContext() ? null : context,
        };
        return ReadResult.Told(await backend.AnalyzeAsync(request, AssistantLimits.Patience, cancellationToken), ResultAnswer.Overview, start: 1);
    }
}
