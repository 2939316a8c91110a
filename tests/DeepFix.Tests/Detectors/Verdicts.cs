using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Tests.Detectors;

/// <summary>What a verdict should be.</summary>
internal static class Verdicts
{
    public static Detection On(this Detector<TrainingArtifacts> detector, TrainingArtifacts run) => detector.Detect(run, TestContext.Current.CancellationToken);

    /// <summary>The single finding of the detector's own code.</summary>
    public static Finding Found(this Detector<TrainingArtifacts> detector, TrainingArtifacts run)
    {
        Finding finding = detector.On(run).ShouldBeOfType<Detection.Found>().Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe(detector.Code);
        finding.EvidenceItems.ShouldNotBeEmpty();
        finding.Confidence.ShouldBeInRange(0, 1);
        return finding;
    }

    /// <summary>Looked for and not there.</summary>
    public static void Clean(this Detector<TrainingArtifacts> detector, TrainingArtifacts run) => detector.On(run).ShouldBeOfType<Detection.Clean>();

    /// <summary>Not to be judged, and it is said what to log.</summary>
    public static void NotAssessable(this Detector<TrainingArtifacts> detector, TrainingArtifacts run)
        => detector.On(run).ShouldBeOfType<Detection.NotAssessable>().LogToEnable.ShouldNotBeNullOrWhiteSpace();

    /// <summary>The verdict depends on a limit: as it stands it is one, with the limit moved it is another.</summary>
    public static void TurnOn<TLimits>(this TrainingArtifacts run, TLimits limits, Func<TLimits, Detector<TrainingArtifacts>> make, Func<TLimits, TLimits> move)
    {
        Detection before = make(limits).On(run), after = make(move(limits)).On(run);
        after.GetType().ShouldNotBe(before.GetType());
        (before is Detection.Found || after is Detection.Found).ShouldBeTrue("a limit decides between a finding and none");
    }
}
