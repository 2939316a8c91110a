using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Answers;

namespace DeepFix.Assistants.Tools;

/// <summary><c>read_result</c>: a part of a result, or how far the analysis is.</summary>
internal sealed class ReadResult : AssistantTool
{
    public const string ToolName = "read_result";

    public override string Name => ToolName;

    public override string Title => "Read the result of an analysis";

    public override string Description => "Tells a section of a result by the request_id that analyze_run gave: findings (with every measured number), actions (what to do, why, what it brought in measured runs), not_assessed (what to log next time), clean, notes (warnings), knowledge, curves. An analysis that is still running is waited for a while.";

    public override ToolSchema Arguments { get; } = new ToolSchema()
        .Text("request_id", "The id that analyze_run gave.", isRequired: true)
        .Choice("section", $"What to read. Default: {ResultAnswer.Overview}.", ResultAnswer.Sections)
        .Whole("start", "Number of the first item to tell, from 1.", 1, 100_000, 1);

    /// <summary>The call that tells a section from an item on.</summary>
    public static JsonObject CallFor(string requestId, string? section = null, int? start = null)
        => Call(ToolName, ("request_id", Quoted.Text(requestId, 100)), ("section", section), ("start", start));

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken)
    {
        string requestId = arguments.Required("request_id", 256);
        string section = arguments.Choice("section", ResultAnswer.Sections) ?? ResultAnswer.Overview;
        int start = arguments.Whole("start", 1, 100_000, 1);
        return Told(await backend.FindAsync(requestId, AssistantLimits.Patience, cancellationToken), section, start);
    }

    /// <summary>An analysis as it stands: its result, or how far it is.</summary>
    /// <exception cref="DeepFixException">It failed: with the failure's own code; or it was cancelled.</exception>
    public static JsonObject Told(AssistantAnalysis analysis, string section, int start)
    {
        RequestStatus status = analysis.Status;
        if (analysis.Result is { Status: AnalysisStatus.Failed } failed) throw Failure(failed);
        if (analysis.Result is { } result) return ResultAnswer.Of(result, section, start);
        if (status.Status == RequestState.Cancelled) throw new DeepFixException(ErrorCode.RequestCancelled, "The request was cancelled.", "Call analyze_run again if its result is wanted after all.", new JsonObject { ["request_id"] = status.RequestId });
        return Members.Of(
            ("request_id", Quoted.Text(status.RequestId, 100)),
            ("run_id", Quoted.Text(status.RunId, 256)),
            ("status", JsonNamingPolicy.SnakeCaseLower.ConvertName(status.Status.ToString())),
            ("stage", Quoted.Text(status.Stage, 40)),
            ("progress", Quoted.Number(status.Progress)),
            ("next", Members.Of(("call", CallFor(status.RequestId, section == ResultAnswer.Overview ? null : section)))));
    }

    private static DeepFixException Failure(AnalysisResult failed)
    {
        if (failed.Error is not { } error) return new DeepFixException(ErrorCode.InternalServerError, "The analysis failed.", "Call analyze_run again.", new JsonObject { ["request_id"] = failed.RequestId });
        ErrorCode code = Enum.GetValues<ErrorCode>().FirstOrDefault(c => c.WireName() == error.Error, ErrorCode.InternalServerError);
        var details = (JsonObject)error.Details.DeepClone();
        string suggestion = details["suggestion"] is JsonValue said && said.TryGetValue(out string? text) ? text : "Call analyze_run again.";
        return new DeepFixException(code, error.Message, suggestion, details);
    }
}
