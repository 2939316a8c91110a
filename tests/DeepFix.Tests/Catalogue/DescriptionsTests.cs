using DeepFix.Api;
using DeepFix.Detectors;

namespace DeepFix.Tests.Catalogue;

/// <summary>What is told of the detectors is what they state. It stands apart from their own tests: both sides live as long as the process, and mutation testing would see a difference for ever after.</summary>
public sealed class DescriptionsTests
{
    [Fact]
    public void What_is_told_of_a_detector_is_what_it_states()
    {
        Detector[] detectors = [.. DetectorCatalog.Training, .. DetectorCatalog.Dataset, .. DetectorCatalog.Deepchecks, .. DetectorCatalog.CrossArtifact];
        DetectorDescriptions.All.Count.ShouldBe(detectors.Length);
        foreach ((DetectorInfo told, Detector detector) in DetectorDescriptions.All.Zip(detectors.OrderBy(d => d.Code, StringComparer.Ordinal)))
        {
            told.Code.ShouldBe(detector.Code);
            told.Columns.ShouldBe(detector.Reads);
            told.Limits.Select(l => (l.Name, l.Value, l.Side, l.Unit, l.Meaning, l.Source)).ShouldBe(detector.AllLimits.Select(l => (l.Name, l.Value, l.Side, l.Unit, l.Meaning, l.Source)));
        }
    }
}
