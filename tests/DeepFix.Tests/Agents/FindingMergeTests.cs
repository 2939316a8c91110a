using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Tests.Agents;

/// <summary>Which report keeps a code that several have.</summary>
public sealed class FindingMergeTests
{
    [Fact]
    public void The_graver_finding_keeps_the_code_however_sure_the_other_is()
        => Owner(Found(Severity.Medium, 0.99), Found(Severity.High, 0.1)).ShouldBe(1);

    [Fact]
    public void Of_equally_grave_findings_the_surer_keeps_the_code()
    {
        Owner(Found(Severity.High, 0.5), Found(Severity.High, 0.6)).ShouldBe(1);
        Owner(Found(Severity.High, 0.6), Found(Severity.High, 0.5)).ShouldBe(0);
    }

    [Fact]
    public void Of_equals_the_earlier_report_keeps_the_code()
        => Owner(Found(Severity.High, 0.5), Found(Severity.High, 0.5), Found(Severity.High, 0.5)).ShouldBe(0);

    [Fact]
    public void The_strongest_of_three_keeps_the_code_with_the_numbers_of_all()
    {
        IReadOnlyList<AgentReport> merged = FindingMerge.Once([Report("a", Found(Severity.Low, 0.9, 1)), Report("b", Found(Severity.High, 0.9, 2)), Report("c", Found(Severity.Medium, 0.9, 3))]);
        Finding kept = merged.SelectMany(r => r.Findings).ShouldHaveSingleItem();
        kept.ShouldBe(merged[1].Findings[0]);
        kept.EvidenceItems.Select(e => e.Value).ShouldBe([2, 1, 3]);
        kept.Evidence.ShouldBe("measured: 2; measured: 1; measured: 3");
    }

    [Fact]
    public void A_finding_that_stands_alone_stays_as_it_is()
    {
        Finding alone = Found(Severity.High, 0.9);
        FindingMerge.Once([Report("a", alone), Report("b")])[0].Findings.ShouldHaveSingleItem().ShouldBeSameAs(alone);
    }

    [Fact]
    public void A_code_that_a_report_has_twice_stands_once_the_first_of_them()
    {
        FindingMerge.Once([Report("a", Found(Severity.High, 0.9, 1), Found(Severity.Low, 0.3, 2))])[0].Findings.ShouldHaveSingleItem().EvidenceItems[0].Value.ShouldBe(1);
        Owner([[Found(Severity.High, 0.9), Found(Severity.Low, 0.3)], [Found(Severity.Medium, 0.5)]]).ShouldBe(0);
    }

    [Fact]
    public void What_one_agent_found_no_agent_has_cleared_or_left_open()
    {
        AgentReport other = new()
        {
            AgentName = "b",
            Clean = new Dictionary<string, IReadOnlyList<Evidence>> { [Codes.FeatureDrift] = [], [Codes.NewLabel] = [] },
            NotAssessed = [new NotAssessed(Codes.FeatureDrift, "", null), new NotAssessed(Codes.DateLeakage, "", null)],
        };

        AgentReport merged = FindingMerge.Once([Report("a", Found(Severity.Low, 0.2)), other])[1];
        merged.Clean.Keys.ShouldBe([Codes.NewLabel]);
        merged.NotAssessed.Select(n => n.Code).ShouldBe([Codes.DateLeakage]);
    }

    /// <summary>The position of the report that keeps the code.</summary>
    private static int Owner(params Finding[] findings) => Owner([.. findings.Select(f => new[] { f })]);

    private static int Owner(Finding[][] findings)
        => FindingMerge.Once([.. findings.Select((f, i) => Report($"{i}", f))]).Index().Where(r => r.Item.Findings.Count > 0).ShouldHaveSingleItem().Index;

    private static AgentReport Report(string name, params Finding[] findings) => new() { AgentName = name, Findings = findings };

    private static Finding Found(Severity severity, double confidence, double value = 0) => Finding.Of(Codes.FeatureDrift, severity, confidence, "", new Evidence { Measure = "measured", Value = value });
}
