using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private const int MostBytes = 200_000;

    [Fact]
    public void Whatever_a_run_is_called_the_report_has_the_same_elements()
    {
        string plain = HtmlReport.Render(SomeResult.With("plain")), hostile = HtmlReport.Render(SomeResult.With(SomeResult.Hostile));
        Elements(hostile).ShouldBe(Elements(plain));
        hostile.ShouldNotContain("<script");
        hostile.ShouldNotContain('\u202e');
        hostile.ShouldNotContain('\u001b');
    }

    [Fact]
    public void A_name_of_10000_characters_neither_breaks_nor_swells_the_report()
        => Encoding.UTF8.GetByteCount(HtmlReport.Render(SomeResult.With(new string('x', 10_000)), "n" + new string('y', 10_000))).ShouldBeLessThan(MostBytes);

    [Fact]
    public void It_asks_for_nothing_beyond_itself()
    {
        string html = HtmlReport.Render(SomeResult.With("run"), where: "http://localhost:5000");
        References().Matches(html).Select(m => m.Groups["target"].Value).ShouldAllBe(t => t.StartsWith('#'));
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        html.ShouldContain("default-src &#39;none&#39;; style-src &#39;sha256-");
    }

    [Fact]
    public void Every_link_has_a_target_and_no_id_stands_twice()
    {
        string html = HtmlReport.Render(SomeResult.With("run"));
        string[] ids = [.. Ids().Matches(html).Select(m => m.Groups["id"].Value)];
        ids.ShouldBeUnique();
        References().Matches(html).Select(m => m.Groups["target"].Value[1..]).ShouldBeSubsetOf(ids);
    }

    [Fact]
    public void The_verdict_is_one_sentence_no_surer_than_its_confidence()
    {
        AnalysisResult result = SomeResult.With("run");
        string At(double confidence) => VerdictSentence.Of(result with { RootCauses = [result.RootCauses[0] with { Confidence = confidence }] });
        At(0.96).ShouldBe("This almost certainly went wrong: overfitting (confidence 0.96).");
        At(0.999).ShouldBe("This almost certainly went wrong: overfitting (confidence over 0.99).");
        At(0.5).ShouldBe("The likeliest cause is this: overfitting (confidence 0.5).");
        At(0.11).ShouldBe("No cause is certain; the best lead is this: overfitting (confidence 0.11).");
        VerdictSentence.Of(result with { RootCauses = [], Status = AnalysisStatus.Partial }).ShouldBe("Found, without a known cause: overfitting (confidence 0.98). Not every agent finished.");
    }

    [Fact]
    public void A_failed_analysis_says_why_and_what_to_do()
    {
        var error = new DeepFixException(ErrorCode.RunNotFound, "There is no such run.", "Look again.").ToResponse(DateTimeOffset.UnixEpoch);
        string html = HtmlReport.Render(new AnalysisResult { RequestId = "r", RunId = "abc", Summary = "", Status = AnalysisStatus.Failed, Error = error });
        html.ShouldContain("There is no result: There is no such run.");
        html.ShouldContain("Look again.");
    }

    [Fact]
    public async Task A_run_of_1000_epochs_and_30_metrics_takes_under_100_ms_and_200_kB()
    {
        AnalysisResult result = await AnalysisPipeline.Default.RunAsync(ArtifactParser.Parse(Wide(epochs: 1000, metrics: 30), cancellationToken: TestContext.Current.CancellationToken), new AnalysisOptions());
        result.Findings.ShouldNotBeEmpty();
        string html = HtmlReport.Render(result);
        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(MostBytes);
        TimeSpan best = Enumerable.Range(0, 5).Min(_ =>
        {
            long began = Stopwatch.GetTimestamp();
            HtmlReport.Render(result);
            return Stopwatch.GetElapsedTime(began);
        });
        best.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void The_same_result_gives_the_same_report_in_every_culture()
    {
        string here = HtmlReport.Render(SomeResult.With("run"));
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            var other = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
            System.Globalization.CultureInfo.CurrentCulture = other;
            HtmlReport.Render(SomeResult.With("run")).ShouldBe(here);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static string[] Elements(string html) => [.. Tags().Matches(html).Select(m => m.Value)];

    private static RunRecord Wide(int epochs, int metrics)
    {
        var csv = new StringBuilder("step,epoch,train_loss,val_loss");
        for (int m = 0; m < metrics - 2; m++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $",grad_norm/layer{m}");
        csv.Append('\n');
        var random = new Random(1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{epoch * 10},{epoch},{2 / (1 + (0.1 * epoch)):R},{0.5 + Math.Abs((epoch / 500.0) - 0.4):R}");
            for (int m = 0; m < metrics - 2; m++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $",{random.NextDouble():R}");
            csv.Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(csv.ToString());
        return new RunRecord { RunId = "wide", Status = RunStatus.Finished, Files = [new RunFile("training_artifacts/metrics.csv", bytes.Length, () => new MemoryStream(bytes))] };
    }

    [GeneratedRegex(@"</?[a-zA-Z][a-zA-Z0-9-]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s(?:href|src|xlink:href|action|data)=\"(?<target>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex References();

    [GeneratedRegex("\\sid=\"(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Ids();
}
