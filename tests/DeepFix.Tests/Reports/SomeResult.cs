using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Tests.Reports;

/// <summary>Results made by hand.</summary>
internal static class SomeResult
{
    public const string Hostile = "</style></script><script>alert(1)</script>\u202e<img src=x onerror=alert(1)>[x](javascript:alert(1)) `|*\u001b[2J";

    /// <summary>A result with everything that a report shows; all texts that may come from a run are the given one.</summary>
    public static AnalysisResult With(string text) => new()
    {
        RequestId = "req_1",
        RunId = text,
        RunName = text,
        RunStatus = text,
        Status = AnalysisStatus.Completed,
        Summary = text,
        EngineVersion = "1.0",
        KnowledgeVersion = "abc",
        ArtifactsDigest = "def",
        Timestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Warnings = [text],
        RootCauses = [new RootCause { Code = Codes.Overfitting, Title = "Overfitting", Confidence = 0.83, Explains = [Codes.TrainedPastBest] }],
        NotAssessed = [new NotAssessed(Codes.NanLoss, text, text), new NotAssessed(Codes.LossSpike, text, null)],
        ActionPlan = [new PlannedAction { Rank = 1, ActionCode = "early_stopping", Action = text, Rationale = text, Confidence = 0.5, Parameters = new JsonObject { [text] = text }, Addresses = [Codes.Overfitting], ExpectedEffect = new ExpectedEffect("clean test score", -0.01, 0.2, 9, 11) }],
        Curves = [Curve("train_loss", 100), Curve("val_loss", 100) with { Marks = [new CurveMark(40, Codes.Overfitting)] }, Curve(text, 1)],
        AgentResults =
        [
            new AgentResult
            {
                AgentName = AgentNames.Training,
                Analysis = [Analysis(Codes.Overfitting, text), Analysis(Codes.TrainedPastBest, text)],
                AnalyzedArtifacts = [text],
                AdditionalOutputs = new JsonObject { ["clean"] = new JsonArray("divergence", text), ["parameters"] = new JsonObject { [text] = text }, ["epoch_axis"] = new JsonObject { ["from_step"] = 0, ["from_epoch"] = 0, ["to_step"] = 99, ["to_epoch"] = 99 } },
            },
            new AgentResult { AgentName = AgentNames.Dataset, AdditionalOutputs = new JsonObject { ["data"] = new JsonObject { ["dataset_name"] = text } } },
        ],
    };

    public static Curve Curve(string series, int points)
        => new() { Series = series, Points = [.. Enumerable.Range(0, points).Select(i => (IReadOnlyList<double>)[i, Significant.Round(2 - (0.01 * i) + (0.1 * Math.Sin(i)))])] };

    private static Api.Analysis Analysis(string code, string text) => new()
    {
        Findings = Finding.Of(code, Severity.High, 0.98, text, new Evidence { Measure = text, Value = 0.205153, Limit = 0.1, Side = LimitSide.AtMost, Unit = text, Series = "val_loss", FromStep = 40, ToStep = 99, Source = text }),
        Recommendations = new Recommendation { Action = text, Rationale = text, Priority = Severity.High, Confidence = 0.5, ActionCode = "early_stopping" },
    };
}
