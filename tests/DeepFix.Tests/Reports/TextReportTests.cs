using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed class TextReportTests
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("validation loss rises from 0.61 at epoch 12 to 0.80 at epoch 59", 12));

    private const string Rebuilt = "Metrics and params were rebuilt from the run's MLflow metric histories and params: it has no training_artifacts.";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_with_up_to_three_findings_takes_at_most_25_lines_with_its_warnings_whole(int findings)
    {
        string[] lines = TextReport.Render(Some([.. Enumerable.Repeat(Severity.High, findings)]), "a run").TrimEnd('\n').Split('\n');
        lines.Count(l => l.StartsWith("  note: ", StringComparison.Ordinal)).ShouldBe(3);
        string.Join(" ", lines.Select(l => l.Trim())).ShouldContain("note: " + Rebuilt);
        lines.Length.ShouldBeLessThanOrEqualTo(25);
        lines.ShouldAllBe(l => l.Length <= 100);
        lines.Count(l => l.Contains("confidence", StringComparison.Ordinal)).ShouldBe(findings + 1);
        lines.ShouldContain("What to do");
    }

    [Fact]
    public void Every_warning_is_printed_however_many_there_are()
    {
        AnalysisResult result = Some(Severity.High) with { Warnings = [.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"Line {i} could not be read."))] };
        TextReport.Render(result).Split('\n').Count(l => l.StartsWith("  note: Line ", StringComparison.Ordinal)).ShouldBe(60);
    }

    [Theory]
    [InlineData(60, "Try max_analysis_time = 120 ")]
    [InlineData(12.5, "Try max_analysis_time = 30 ")]
    [InlineData(200, "Try max_analysis_time = 300 ")]
    [InlineData(300, "300 s is the longest analysis there is")]
    public void After_a_timeout_the_time_to_try_is_named(double seconds, string told)
        => TextReport.Render(Some(Severity.High) with { Status = AnalysisStatus.Partial, Warnings = [FormattableString.Invariant($"Analysis timed out after {seconds}s")] }).ShouldContain(told);

    [Fact]
    public void The_verdict_comes_first_and_the_gravest_finding_before_the_others()
    {
        string[] lines = TextReport.Render(Some(Severity.Low, Severity.High), "a run").Split('\n');
        lines[0].ShouldBe("a run  abc");
        lines[1].ShouldBe("✗ Overfitting  confidence 0.9");
        lines[2].ShouldStartWith("  high   ");
    }

    [Fact]
    public void A_state_other_than_finished_is_said_beside_the_name()
        => TextReport.Render(Some() with { RunStatus = "RUNNING" }).Split('\n')[0].ShouldBe("abc  RUNNING");

    [Fact]
    public void A_failed_analysis_says_why_and_what_to_do()
    {
        var error = new DeepFixException(ErrorCode.RunNotFound, "There is no such run.", "Look again.").ToResponse(DateTimeOffset.UnixEpoch);
        TextReport.Render(Some() with { Status = AnalysisStatus.Failed, Error = error }).ShouldBe("abc\n✗ There is no result\n  There is no such run.\n  Look again.\n");
    }

    [Fact]
    public void Escape_sequences_of_a_run_do_not_reach_the_terminal()
    {
        AnalysisResult hostile = Some(Severity.High) with { RunId = "\u001b[2J", Warnings = ["\u001b]0;x\u0007"] };
        TextReport.Render(hostile, "\u001b[31mname").ShouldNotContain('\u001b');
        MarkdownReport.Render(hostile, "\u001b[31mname").ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData(VerdictKind.Clean, "✓ No fault found in what was logged")]
    [InlineData(VerdictKind.NothingToJudge, "? Nothing could be judged")]
    public void A_run_without_findings_is_clean_only_where_something_was_judged(VerdictKind kind, string line)
    {
        var agent = new AgentResult { AgentName = AgentNames.Training, AdditionalOutputs = kind == VerdictKind.Clean ? new() { ["clean"] = new System.Text.Json.Nodes.JsonArray("nan_loss") } : [] };
        var verdict = Verdict.Of(Some() with { AgentResults = [agent], RootCauses = [] });
        verdict.Kind.ShouldBe(kind);
        verdict.Render(Palette.Plain).ShouldBe(line);
    }

    [Fact]
    public void Minor_remarks_are_no_fault()
        => Verdict.Of(Some(Severity.Low) with { RootCauses = [] }).Kind.ShouldBe(VerdictKind.Clean);

    [Fact]
    public void A_partial_result_is_said_to_be_partial()
        => Verdict.Of(Some(Severity.High) with { Status = AnalysisStatus.Partial }).Render(Palette.Plain).ShouldEndWith("(partial: not every agent finished)");

    private static AnalysisResult Some(params Severity[] severities) => new()
    {
        RequestId = "req",
        RunId = "abc",
        Status = AnalysisStatus.Completed,
        Summary = "",
        AgentResults = [new AgentResult { AgentName = AgentNames.Training, Analysis = [.. severities.Select((s, i) => Finding(Vocabulary.All.ElementAt(i).Code, s))] }],
        RootCauses = severities.Length == 0 ? [] : [new RootCause { Code = Codes.Overfitting, Title = "Overfitting", Confidence = 0.9 }],
        ActionPlan = severities.Length == 0 ? [] : [.. Enumerable.Range(1, 6).Select(i => new PlannedAction { Rank = i, ActionCode = "early_stopping", Action = Long, Rationale = Long, Confidence = 0.5 })],
        Warnings = severities.Length == 0 ? [] : ["Deepchecks artifacts not found - skipping data quality analysis", "Dataset metadata not found - skipping dataset analysis", Rebuilt],
        NotAssessed = severities.Length == 0 ? [] : [.. Vocabulary.All.Skip(20).Select(c => new NotAssessed(c.Code, Long, Long))],
    };

    private static Api.Analysis Finding(string code, Severity severity) => new()
    {
        Findings = new Finding { Code = code, Kind = FindingKind.Symptom, Description = Long, Evidence = "", Severity = severity, Confidence = 0.9, EvidenceItems = [] },
        Recommendations = new Recommendation { Action = Long, Rationale = Long, Priority = severity, Confidence = 0.5 },
    };
}
