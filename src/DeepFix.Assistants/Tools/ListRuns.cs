using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Assistants.Answers;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Assistants.Tools;

/// <summary><c>list_runs</c>.</summary>
internal sealed class ListRuns : AssistantTool
{
    private const int Usual = 20, Most = 500;

    public override string Name => "list_runs";

    public override string Title => "List training runs";

    public override string Description => "Lists runs of an MLflow experiment, or of all, the newest first: id, state, times, the verdict that was written to the run (where there is one), and its name and experiment.";

    public override ToolSchema Arguments { get; } = new ToolSchema()
        .Text("experiment", "Name or id of the experiment. Default: all active ones.")
        .Text(TrackingUri.Name, TrackingUri.Description)
        .Whole("max_runs", "The newest so many.", 1, Most, Usual)
        .Whole("start", "Number of the first run to tell, from 1.", 1, Most, 1);

    public override bool LeavesTheMachine => true;

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken)
    {
        string? uri = arguments.Text(TrackingUri.Name), experiment = arguments.Text("experiment", 500);
        int most = arguments.Whole("max_runs", 1, Most, Usual), start = arguments.Whole("start", 1, Most, 1);
        IReadOnlyList<ListedRun> runs = await backend.ListRunsAsync(uri, experiment, most, cancellationToken);
        JsonObject answer = Page.Of([], "runs", Page.Of(runs, Told), start, from => Call(Name,
            ("experiment", Quoted.Text(experiment, 500)), (TrackingUri.Name, Quoted.Text(uri, 500)), ("max_runs", most), ("start", from)));
        if (runs.Count == most && most < Most) answer["note"] = string.Create(CultureInfo.InvariantCulture, $"There may be older runs: max_runs is {most}.");
        return answer;
    }

    private static JsonNode Told(ListedRun listed)
    {
        Run run = listed.Run;
        return Members.Of(
            ("run_id", Quoted.Text(run.RunId, 100)),
            ("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(run.Status.ToString())),
            ("started", Time(run.StartTime)),
            ("ended", Time(run.EndTime)),
            ("experiment_id", Quoted.Text(run.ExperimentId, 40)),
            (Members.FromRun, Members.Of(("name", Quoted.Text(run.Name, 120)), ("experiment", Quoted.Text(listed.ExperimentName, 120)), ("verdict", Quoted.Text(run.Tags.GetValueOrDefault(ResultLog.VerdictTag), 80)))));
    }

    private static JsonNode? Time(DateTimeOffset? time) => time is { } known ? JsonValue.Create(known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : null;
}
