using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Answers;

namespace DeepFix.Assistants.Tools;

/// <summary><c>compare_runs</c>.</summary>
internal sealed class CompareRuns : AssistantTool
{
    /// <summary>Less than the minute that clients give a call.</summary>
    private const double UsualSeconds = 45;

    public override string Name => "compare_runs";

    public override string Title => "Compare training runs";

    public override string Description => "Says what separates 2 to 100 runs of one MLflow, which are better beyond noise, and which change explains it. Sections: overview, runs, changed, explanations, notes; each call compares anew, with the same outcome while the runs stay as they are.";

    public override ToolSchema Arguments { get; } = new ToolSchema()
        .Texts("run_ids", "Ids of the runs, each once.", ComparisonRequest.FewestRuns, ComparisonRequest.MostRuns)
        .Text(TrackingUri.Name, TrackingUri.Description)
        .Text("baseline", "The run that the others are held against, one of run_ids. Default: the best.")
        .Text("metric", "The metric that decides. Default: the most telling one that the runs share.")
        .Number("max_analysis_time", "Seconds that the comparison may take, fetch included.", AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed, UsualSeconds)
        .Choice("section", $"What to tell. Default: {ComparisonAnswer.Overview}.", ComparisonAnswer.Sections)
        .Whole("start", "Number of the first item to tell, from 1.", 1, 100_000, 1);

    public override bool LeavesTheMachine => true;

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> runs = arguments.Texts("run_ids", ComparisonRequest.FewestRuns, ComparisonRequest.MostRuns);
        string? uri = arguments.Text(TrackingUri.Name);
        var request = new ComparisonRequest
        {
            Runs = [.. runs.Select(id => new RunReference { RunId = id, MlflowTrackingUri = uri })],
            Baseline = arguments.Text("baseline", 256),
            Metric = arguments.Text("metric", 256),
            MaxAnalysisTime = arguments.Number("max_analysis_time", AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed, UsualSeconds),
        };
        string section = arguments.Choice("section", ComparisonAnswer.Sections) ?? ComparisonAnswer.Overview;
        int start = arguments.Whole("start", 1, 100_000, 1);
        if (request.Baseline is { } baseline && !runs.Contains(baseline, StringComparer.Ordinal)) throw ToolArguments.Refused("baseline", "must be one of run_ids", null);
        ComparisonResult result = await backend.CompareAsync(request, cancellationToken);
        return ComparisonAnswer.Of(result, section, start, Again);

        // The runs are not repeated: a hundred ids would take half of an answer.
        JsonObject Again(string another, int from) => Members.Of(("tool", Name), ("arguments", "the same, with section and start"), ("section", another), ("start", from));
    }
}
