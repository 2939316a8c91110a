using System.Globalization;
using System.Text;
using System.Xml;
using DeepFix.Api;
using DeepFix.Checking;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>Checks as JUnit XML: a suite for every run, a case for every code, so that any CI shows them as tests.</summary>
public static class JUnitReport
{
    /// <summary>Renders checks.</summary>
    /// <param name="runs">The runs that were checked.</param>
    public static string Render(IReadOnlyList<CheckedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "deepfix");
            foreach (CheckedRun run in runs) Suite(xml, run);
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static void Suite(XmlWriter xml, CheckedRun run)
    {
        Case[] cases = run.Outcome == CheckOutcome.NotJudged ? [new Case("analysis", "error", run.Result.Error?.Message ?? "Nothing could be judged.", null)] : [.. Cases(run)];
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(run.Title));
        xml.WriteAttributeString("tests", Count(cases, null));
        xml.WriteAttributeString("failures", Count(cases, "failure"));
        xml.WriteAttributeString("errors", Count(cases, "error"));
        xml.WriteAttributeString("skipped", Count(cases, "skipped"));
        foreach (Case one in cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean($"deepfix.{run.Title}"));
            xml.WriteAttributeString("name", one.Name);
            if (one.Element is { } element)
            {
                xml.WriteStartElement(element);
                xml.WriteAttributeString("message", Clean(one.Message ?? ""));
                if (one.Body is { } body) xml.WriteString(Clean(body));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>Findings; then what was looked for and is not there; then what could not be judged.</summary>
    private static IEnumerable<Case> Cases(CheckedRun run)
    {
        foreach (CheckedFinding check in run.Findings)
        {
            Finding f = check.Finding;
            string head = $"{CodePages.TitleOf(f.Code)} ({f.Severity.ToString().ToLowerInvariant()}, confidence {Significant.Text(f.Confidence, 2)})";
            yield return check switch
            {
                { Fails: true } => new Case(f.Code, "failure", head, $"{f.Description}\n{f.Evidence}\n{check.Analysis.Recommendations.Action}"),
                { Suppression: { } suppression } => new Case(f.Code, "skipped", $"{head}, suppressed: {suppression.Reason}", null),
                { State: BaselineState.Unchanged } => new Case(f.Code, "skipped", $"{head}, as in the baseline", null),
                _ => new Case(f.Code, null, null, null),
            };
        }

        HashSet<string> found = [.. run.Findings.Select(f => f.Finding.Code)];
        IEnumerable<string> clean = run.Result.AgentResults.SelectMany(a => a.AdditionalOutputs["clean"] is System.Text.Json.Nodes.JsonArray codes ? codes.Select(c => (string?)c) : []).OfType<string>();
        foreach (string code in clean.Distinct(StringComparer.Ordinal).Where(found.Add).Order(StringComparer.Ordinal)) yield return new Case(code, null, null, null);
        foreach (NotAssessed not in run.Result.NotAssessed.Where(n => found.Add(n.Code))) yield return new Case(not.Code, "skipped", $"not judged: {not.Because}", null);
    }

    private static string Count(Case[] cases, string? element) => cases.Count(c => element is null || c.Element == element).ToString(CultureInfo.InvariantCulture);

    /// <summary>Characters that XML 1.0 can hold.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or (>= 0x20 and not (0xFFFE or 0xFFFF))) clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    private sealed record Case(string Name, string? Element, string? Message, string? Body);
}
