using DeepFix.Detectors;

namespace DeepFix.Tests.Detectors;

/// <summary>A faulty artifact for a detector, and for each of its limits an artifact whose verdict turns when that limit alone moves.</summary>
internal sealed record DetectorCase<T>(Detector<T> Detector, T Faulty, params (string Limit, double At, T Artifacts)[] Turns)
{
    /// <summary>What is said of an artifact, in one line: whether found, how bad, or clean, or not assessable.</summary>
    public static string Verdict(Detector<T> detector, T artifacts) => detector.Detect(artifacts, TestContext.Current.CancellationToken) switch
    {
        Detection.Found found => string.Join("; ", found.Findings.Select(f => $"{f.Code} {f.Severity} by {f.EvidenceItems.Count(e => e.CrossesLimit)}")),
        Detection.Clean => "clean",
        _ => "not assessable",
    };

    /// <summary>The detector with one limit moved.</summary>
    public Detector<T> With(string limit, double at)
    {
        Type type = Detector.GetType(), limitsType = type.GetNestedType("Limits").ShouldNotBeNull();
        object limits = Activator.CreateInstance(limitsType)!;
        var property = limitsType.GetProperty(limit).ShouldNotBeNull(limit);
        property.SetValue(limits, ((Limit)property.GetValue(limits)!).At(at));
        return (Detector<T>)Activator.CreateInstance(type, limits)!;
    }

    /// <summary>The faulty artifact gives one whole finding; the healthy one is clean; an empty one is not assessable and says what to log.</summary>
    public void ShouldTellFaultyFromHealthy(T healthy, T empty)
    {
        Finding finding = Detector.Detect(Faulty, TestContext.Current.CancellationToken).ShouldBeOfType<Detection.Found>().Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe(Detector.Code);
        finding.Kind.ShouldBe(Vocabulary.Of(Detector.Code).Kind);
        finding.EvidenceItems.ShouldNotBeEmpty();
        finding.EvidenceItems.ShouldAllBe(e => e.CrossesLimit);
        finding.Description.ShouldEndWith(".");
        finding.Evidence.ShouldContain(Significant.Text(finding.EvidenceItems[0].Value));
        finding.Confidence.ShouldBeInRange(0, 1);
        Verdict(Detector, healthy).ShouldBe("clean");
        Detection.NotAssessable silent = Detector.Detect(empty, TestContext.Current.CancellationToken).ShouldBeOfType<Detection.NotAssessable>();
        silent.Because.ShouldEndWith(".");
        silent.LogToEnable.ShouldEndWith(".");
    }

    /// <summary>Every limit has an artifact whose verdict turns when that limit alone moves.</summary>
    public void ShouldTurnOnEachLimit()
    {
        Turns.Select(t => t.Limit).Distinct().ShouldBe(Detector.AllLimits.Select(l => l.Name), ignoreOrder: true);
        foreach ((string limit, double at, T artifacts) in Turns)
            Verdict(With(limit, at), artifacts).ShouldNotBe(Verdict(Detector, artifacts), $"{Detector.Code}: {limit} at {Significant.Text(at)}");
    }
}
