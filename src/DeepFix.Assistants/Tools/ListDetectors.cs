using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Answers;
using DeepFix.Detectors;

namespace DeepFix.Assistants.Tools;

/// <summary><c>list_detectors</c>: all codes in a line each, or one of them whole.</summary>
internal sealed class ListDetectors : AssistantTool
{
    public override string Name => "list_detectors";

    public override string Title => "List what is judged";

    public override string Description => "Lists every code that an analysis judges, with its title and kind; with a code, what that one means, which columns it reads, on which limits it turns, and what helps.";

    public override ToolSchema Arguments { get; } = new ToolSchema()
        .Text("code", "One code, to be told whole.")
        .Whole("start", "Number of the first item to tell, from 1.", 1, 10_000, 1);

    public override Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken)
    {
        int start = arguments.Whole("start", 1, 10_000, 1);
        if (arguments.Text("code", 100) is not { } code)
            return Task.FromResult(Page.Of([], "detectors", Page.Of(DetectorDescriptions.All, Short), start, from => Call(Name, ("start", from))));

        IReadOnlyList<Func<JsonNode>> found = Page.Of(DetectorDescriptions.All.Where(d => d.Code == code), Whole);
        return found.Count > 0
            ? Task.FromResult(Page.Of([], "detectors", found, start, from => Call(Name, ("code", code), ("start", from))))
            : throw new DeepFixException(ErrorCode.ValidationError, "Invalid request: field 'code' is no code that is judged", "Call list_detectors without code: it lists all of them.", new JsonObject { ["field"] = "code", ["constraint"] = "a code that is judged", ["provided"] = Quoted.Text(code, 100) });
    }

    private static JsonNode Short(DetectorInfo detector) => Members.Of(("code", detector.Code), ("title", detector.Title), ("kind", Lower(detector.Kind)));

    private static JsonNode Whole(DetectorInfo detector) => Members.Of(
        ("code", detector.Code),
        ("title", detector.Title),
        ("kind", Lower(detector.Kind)),
        ("definition", Quoted.Text(detector.Definition)),
        ("agent", detector.Agent),
        ("artifacts", Quoted.Texts(detector.Artifacts)),
        ("columns", Quoted.Texts(detector.Columns, 30)),
        ("limits", new JsonArray([.. detector.Limits.Select(Limit)])),
        ("remedies", Quoted.Texts(detector.Remedies)),
        ("knowledge_id", detector.KnowledgeId));

    private static JsonNode Limit(DetectorLimit limit)
        => Members.Of(("name", limit.Name), ("value", Quoted.Number(limit.Value)), ("side", Lower(limit.Side)), ("unit", Quoted.Text(limit.Unit, 40)), ("meaning", Quoted.Text(limit.Meaning, 240)));

    private static JsonNode Lower<T>(T value)
        where T : struct, Enum => JsonValue.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))!;
}
