namespace DeepFix.Reports;

/// <summary>The findings of a Markdown report, by root cause.</summary>
internal static class MarkdownFindings
{
    public static void Write(MarkdownText text, ReportContent content)
    {
        if (content.Findings.Count == 0 && content.Causes.Count == 0) return;
        text.Heading("What was found, and why");
        foreach (CauseGroup group in content.Causes)
        {
            NumberedFinding[] explained = [.. group.Findings.Concat(group.ToldBefore).Where(f => f.Finding.Code != group.Cause.Code)];
            text.Heading($"{group.Id} Cause: {MarkdownText.Safe(group.Cause.Title)}", level: 3)
                .Line($"Confidence {Sureness.Text(group.Cause.Confidence)}.{(explained.Length > 0 ? $" Explains {string.Join(", ", explained.Select(f => $"{f.Id} {MarkdownText.Safe(VerdictSentence.Within(f.Title))}"))}." : "")}");
            foreach (NumberedFinding finding in group.Findings) Write(text, finding, content.Axis);
        }

        if (content.Others.Count > 0) text.Heading(content.Causes.Count > 0 ? "Also found" : "Found, without a common cause", level: 3);
        foreach (NumberedFinding finding in content.Others) Write(text, finding, content.Axis);
    }

    private static void Write(MarkdownText text, NumberedFinding numbered, EpochAxis? axis)
    {
        Finding finding = numbered.Finding;
        text.Heading($"{numbered.Id} {MarkdownText.Safe(numbered.Title)}", level: 4)
            .Line($"{MarkdownText.Code(finding.Code)}, severity {finding.Severity.ToString().ToLowerInvariant()}, confidence {Sureness.Text(finding.Confidence)}. {MarkdownText.Safe(finding.Description)}")
            .Table(["measured", "value", "limit", "where"], finding.EvidenceItems.Select(e => Row(e, axis)));
        if (numbered.Recommendation is { } advice) text.Line($"Remedy: {MarkdownText.Safe(advice.Action)} {MarkdownText.Safe(advice.Rationale)}");
    }

    private static string[] Row(Evidence item, EpochAxis? axis) =>
    [
        MarkdownText.Safe(item.Measure),
        $"{(item.CrossesLimit ? "**" : "")}{Significant.Text(item.Value, 6)}{(item.CrossesLimit ? "**" : "")} {MarkdownText.Safe(item.Unit ?? "")}".TrimEnd(),
        item.Limit is { } limit ? $"{(item.Side == LimitSide.AtLeast ? "at least" : "at most")} {Significant.Text(limit, 6)}" : "",
        string.Join(" · ", new[] { EpochAxis.Text(axis, item.FromStep, item.ToStep), MarkdownText.Safe(item.Source ?? item.Series ?? "") }.Where(p => p.Length > 0)),
    ];
}
