using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Verification.Raw;

namespace DeepFix.Verification.Tests;

/// <summary>Every number that the engine states of a bundled run is computed once more, from the files alone.</summary>
public sealed class BundledRunsTests(BundledRuns runs) : IClassFixture<BundledRuns>
{
    private const int Mutations = 1000;

    [Fact]
    public void Every_number_of_every_result_is_confirmed()
    {
        int confirmed = 0;
        foreach ((string name, RunRecord record, AnalysisResult result) in runs.All)
        {
            VerificationReport report = Verifier.Verify(result, record);
            report.Doubtful.ShouldBeEmpty(name);
            confirmed += report.Numbers.Count;
        }

        confirmed.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Whatever_a_detector_measured_is_confirmed_also_where_it_found_nothing()
    {
        foreach ((string name, RunRecord record, _) in runs.All) Verifier.Verify(Measured.Evidence(record), record).Doubtful.ShouldBeEmpty(name);
    }

    [Fact]
    public void Another_digit_anywhere_in_an_evidence_is_caught()
    {
        var random = new Random(5);
        List<(string Name, RawRun Run, Evidence[] Items)> results = [];
        foreach ((string name, RunRecord record, AnalysisResult result) in runs.All)
        {
            Evidence[] items = [.. result.Findings.SelectMany(f => f.EvidenceItems), .. Measured.Evidence(record)];
            if (items.Length > 0) results.Add((name, new RawRun(record, context: null), items));
        }

        List<string> missed = [];
        for (int i = 0; i < Mutations; i++)
        {
            (string name, RawRun run, Evidence[] items) = results[random.Next(results.Count)];
            Evidence item = items[random.Next(items.Length)], other = item with { Value = OneDigit.Changed(item.Value, random) };
            if (Verifier.Verify([other], run).IsWhole) missed.Add(FormattableString.Invariant($"{name}: {item.Measure} {item.Value:R} as {other.Value:R}"));
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public void Steps_that_are_not_those_of_the_number_are_caught()
    {
        foreach ((string name, RunRecord record, AnalysisResult result) in runs.All)
        {
            Evidence[] items = [.. result.Findings.SelectMany(f => f.EvidenceItems).Where(e => e.FromStep is not null)];
            var raw = new RawRun(record, context: null);
            foreach (Evidence item in items) Verifier.Verify([item with { FromStep = item.FromStep + 1 }], raw).IsWhole.ShouldBeFalse($"{name}: {item.Measure}");
        }
    }

    [Fact]
    public void A_point_that_was_not_logged_a_number_in_the_text_that_nobody_measured_and_a_file_that_is_not_there_are_caught()
    {
        (_, RunRecord record, AnalysisResult result) = runs.All.First(r => r.Name == "m012");
        Curve curve = result.Curves[0];
        AnalysisResult otherPoint = result with { Curves = [curve with { Points = [[curve.Points[0][0], curve.Points[0][1] * 1.01], .. curve.Points.Skip(1)] }] };
        Verifier.Verify(otherPoint, record).Doubtful.ShouldHaveSingleItem().Series.ShouldBe(curve.Series);

        AnalysisResult otherText = Changed(result, f => f with { Evidence = f.Evidence + " 123.4" });
        Verifier.Verify(otherText, record).Doubtful.ShouldAllBe(n => n.Stated == 123.4);
        Verifier.Verify(otherText, record).IsWhole.ShouldBeFalse();

        AnalysisResult otherFile = Changed(result, f => f with { EvidenceItems = [.. f.EvidenceItems.Select(e => e with { Source = "elsewhere.csv" })] });
        Verifier.Verify(otherFile, record).Doubtful.ShouldContain(n => n.Why == "The run has no elsewhere.csv.");
    }

    [Fact]
    public void A_measure_without_a_rule_is_reported_as_unverifiable()
        => Verifier.Verify([new Evidence { Measure = "the mood of the optimiser", Value = 1 }], runs.All[0].Record).Doubtful.ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Unverifiable);

    private static AnalysisResult Changed(AnalysisResult result, Func<Finding, Finding> change)
        => result with { AgentResults = [.. result.AgentResults.Select(a => a with { Analysis = [.. a.Analysis.Select(f => f with { Findings = change(f.Findings) })] })] };
}
