using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed partial class ComparisonHtmlTests
{
    [Fact]
    public void Runs_stand_side_by_side_best_first_with_the_ids_of_the_markdown()
    {
        ComparisonResult result = Some(3, "run");
        string html = ComparisonHtml.Render(result), markdown = ComparisonMarkdown.Render(result);
        Order(html, "R1", "R2", "R3");
        foreach (string heading in new[] { "The runs, best first", "What explains the difference", "The runs at a glance", "What differs", "What each run has", "Metrics at the end", "Notes", "How to recompute this comparison" })
        {
            html.ShouldContain($">{heading}</h2>");
            markdown.ShouldContain($"## {heading}\n");
        }

        html.ShouldContain("<code>deepfix compare run0 run1 run2 --baseline run0 --metric val_accuracy --format json</code>");
        markdown.ShouldContain("| learning_rate | param | 0.1 (R1, R3); 0.2 (R2) |");
    }

    [Fact]
    public void A_hundred_runs_of_many_metrics_take_under_200_kB_and_100_ms()
    {
        ComparisonResult result = Some(100, "a run with a name of some length");
        string html = ComparisonHtml.Render(result);
        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(200_000);
        TimeSpan best = Enumerable.Range(0, 5).Min(_ =>
        {
            long began = Stopwatch.GetTimestamp();
            ComparisonHtml.Render(result);
            return Stopwatch.GetElapsedTime(began);
        });
        best.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Of_many_runs_the_best_the_worst_and_the_reference_have_lines_of_their_own()
    {
        string html = ComparisonHtml.Render(Some(20, "run") with { Reference = "run9" });
        foreach (string id in new[] { "R1", "R20", "R10" }) html.ShouldContain($">{id} 0.");
        Regex.Count(html, "class=\"line other\"", RegexOptions.None, TimeSpan.FromSeconds(5)).ShouldBe(14);
    }

    [Fact]
    public void Whatever_runs_are_called_the_report_has_the_same_elements_and_no_id_twice()
    {
        string plain = ComparisonHtml.Render(Some(3, "plain")), hostile = ComparisonHtml.Render(Some(3, SomeResult.Hostile));
        Elements(hostile).ShouldBe(Elements(plain));
        hostile.ShouldNotContain("<script");
        hostile.ShouldNotContain('\u202e');
        string[] ids = [.. Ids().Matches(plain).Select(m => m.Groups["id"].Value)];
        ids.ShouldBeUnique();
        Links().Matches(plain).Select(m => m.Groups["id"].Value).ShouldBeSubsetOf(ids);
        ComparisonMarkdown.Render(Some(3, SomeResult.Hostile)).Split('\n').ShouldNotContain(l => l.Contains("<script", StringComparison.Ordinal));
    }

    [Fact]
    public void A_comparison_in_which_nothing_could_be_judged_is_a_report_too()
    {
        var result = new ComparisonResult { RequestId = "req", Summary = "The runs could not be held against each other.", Runs = [new ComparedRun { RunId = "a", Verdict = RunVerdict.NotComparable }, new ComparedRun { RunId = "b", Verdict = RunVerdict.NotComparable }] };
        ComparisonHtml.Render(result).ShouldContain("The runs could not be held against each other.");
        ComparisonMarkdown.Render(result).ShouldContain("Nothing that was logged differs.");
    }

    private static void Order(string text, params string[] ids) => ids.Select(i => text.IndexOf($"id=\"{i}\"", StringComparison.Ordinal)).ShouldBeInOrder();

    private static string[] Elements(string html) => [.. Tags().Matches(html).Select(m => m.Value)];

    private static ComparisonResult Some(int runs, string name)
    {
        string[] ids = [.. Enumerable.Range(0, runs).Select(i => FormattableString.Invariant($"run{i}"))];
        double[] at = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        return new ComparisonResult
        {
            RequestId = "req_1",
            Summary = name,
            Metric = "val_accuracy",
            Reference = "run0",
            Warnings = [name],
            EngineVersion = "1.0",
            Runs = [.. ids.Select((id, i) => new ComparedRun
            {
                RunId = id, Name = name, Verdict = i == 0 ? RunVerdict.Reference : RunVerdict.Worse, Diagnosis = name, Difference = i == 0 ? null : new Effect("val_accuracy", -0.002 * i, -0.001 * i),
                Findings = [Finding.Of(Codes.Overfitting, Severity.High, 0.9, name)],
                Metrics = Enumerable.Range(0, 30).Select(m => FormattableString.Invariant($"metric{m}")).Prepend("val_accuracy").ToDictionary(m => m, m => Significant.Round(0.9 - (0.001 * i)), StringComparer.Ordinal),
            })],
            Changed = [new Change("learning_rate", ChangeKind.Param, ids.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i % 2 == 0 ? "0.1" : "0.2", StringComparer.Ordinal)), new Change(name, ChangeKind.Data, new Dictionary<string, string>(StringComparer.Ordinal) { ["run0"] = name })],
            Explanations = [new Explanation { Change = name, From = name, To = null, Effect = new Effect("val_accuracy", -0.1, 0.01), Confidence = 0.7, ConfoundedWith = [name] }],
            Curves = [.. new[] { "val_accuracy", "train_loss", "val_loss", "train_accuracy", "learning_rate" }.Select(s => new ComparedCurve
            {
                Series = s, Axis = "epoch", At = at,
                Values = ids.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => (IReadOnlyList<double?>)[.. at.Select(a => a > 35 ? null : (double?)Significant.Round(1 - (1 / (a + 2 + x.i))))], StringComparer.Ordinal),
            })],
        };
    }

    [GeneratedRegex(@"</?[a-zA-Z][a-zA-Z0-9-]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\sid=\"(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Ids();

    [GeneratedRegex("\\shref=\"#(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Links();
}
