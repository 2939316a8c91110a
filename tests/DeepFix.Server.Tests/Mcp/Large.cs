using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Detectors;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Server.Tests.Mcp;

/// <summary>Answers that are larger than a model's context, with a text wherever a run's own words can stand.</summary>
internal static class Large
{
    private static readonly string[] Codes = [.. DetectorDescriptions.All.Select(d => d.Code).Distinct(StringComparer.Ordinal)];

    /// <summary>A result with so many items of every kind.</summary>
    public static AnalysisResult Result(string text, int items) => new()
    {
        RequestId = "req_1",
        RunId = "run",
        RunName = text,
        RunStatus = "FINISHED",
        Status = AnalysisStatus.Completed,
        Summary = text,
        AgentResults =
        [
            new AgentResult
            {
                AgentName = AgentNames.Training,
                Analysis = [.. Many(items, i => Analysis(i, text))],
                AnalyzedArtifacts = [text],
                ErrorMessage = text,
                AdditionalOutputs = new JsonObject { ["clean"] = new JsonArray([.. Codes.Select(c => JsonValue.Create(c))]) },
                RetrievedKnowledge = [.. Many(items, Knowledge)],
            },
        ],
        RootCauses = [.. Codes.Take(5).Select(c => new RootCause { Code = c, Title = c, Confidence = 0.5, Explains = Codes })],
        ActionPlan = [.. Many(items, i => new PlannedAction { Rank = i + 1, ActionCode = "lower_learning_rate", Action = text, Rationale = "Because.", Confidence = 0.4, Parameters = new JsonObject { [text.Length == 0 ? "p" : text] = text }, Addresses = Codes })],
        NotAssessed = [.. Many(items, i => new NotAssessed(Code(i), text, "Log it."))],
        Curves = [.. Many(items, _ => new Curve { Series = text, Points = [.. Enumerable.Range(0, 200).Select(p => (IReadOnlyList<double>)[p, p / 7.0])], Marks = [new CurveMark(3, Codes[0])] })],
        Warnings = [.. Many(items, _ => text)],
    };

    /// <summary>A comparison of so many runs.</summary>
    public static ComparisonResult Comparison(string text, int items)
    {
        Dictionary<string, string> values = Enumerable.Range(0, items).ToDictionary(i => FormattableString.Invariant($"run{i}"), _ => text, StringComparer.Ordinal);
        return new ComparisonResult
        {
            RequestId = "req_1",
            Summary = text,
            Metric = text,
            Reference = "run0",
            Runs = [.. Many(items, i => new ComparedRun { RunId = FormattableString.Invariant($"run{i}"), Name = text, Verdict = RunVerdict.Worse, Diagnosis = text, Difference = new Effect(text, -1, 1), Findings = [.. Many(20, f => Analysis(f, text).Findings)], Metrics = Enumerable.Range(0, 40).ToDictionary(m => FormattableString.Invariant($"{text}{m}"), m => m / 3.0, StringComparer.Ordinal), Params = values })],
            Changed = [.. Many(items, _ => new Change(text, ChangeKind.Param, values))],
            Explanations = [.. Many(items, _ => new Explanation { Change = text, From = text, To = text, Effect = new Effect(text, 0.1, 0.2), Confidence = 0.5, ConfoundedWith = [text] })],
            Warnings = [.. Many(items, _ => text)],
        };
    }

    /// <summary>So many runs of a store.</summary>
    public static IReadOnlyList<ListedRun> Runs(string text, int items)
        => [.. Many(items, i => new ListedRun(new Run { RunId = FormattableString.Invariant($"run{i}"), ExperimentId = "1", Name = text, Status = MlflowRunStatus.Finished, ArtifactUri = text, StartTime = DateTimeOffset.UnixEpoch, Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["deepfix.verdict"] = text } }, text))];

    private static Api.Analysis Analysis(int i, string text) => new()
    {
        Findings = new Finding
        {
            Code = Code(i),
            Kind = FindingKind.Symptom,
            Description = text,
            Evidence = text,
            Severity = Severity.High,
            Confidence = 0.9,
            EvidenceItems = [.. Many(20, e => new Evidence { Measure = "gap", Value = e / 3.0, Limit = 1, Side = LimitSide.AtMost, Series = text, Source = text })],
        },
        Recommendations = new Recommendation { Action = text, ActionCode = "lower_learning_rate", Rationale = "Because.", Priority = Severity.High, Confidence = 0.5, Parameters = new JsonObject { ["p"] = text } },
    };

    private static KnowledgeItem Knowledge(int i) => new() { Content = new string('k', 3_000), Source = "A book", Confidence = 0.8, RelevanceScore = 1, Metadata = new KnowledgeMetadata(FormattableString.Invariant($"item{i}"), "Item", "training", [], "1", 0.9) };

    private static string Code(int i) => Codes[i % Codes.Length];

    private static IEnumerable<T> Many<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);
}
