using System.Globalization;
using System.Text;
using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Detectors;

/// <summary>What every detector says of every recorded run, word by word and digit by digit: whoever changes a detector reads here what that changes.</summary>
public sealed class JudgementTests
{
    public static TheoryData<string> Runs => [.. RecordedFiles.Names("runs")];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_judgement_of_a_recorded_run_is_what_was_approved(string name)
    {
        RunArtifacts run = ArtifactParser.Parse(RecordedFiles.Run("runs", name), cancellationToken: TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        Judge(text, EngineParameters.Default.Training, run.Training);
        Judge(text, EngineParameters.Default.Dataset, run.Dataset);
        Judge(text, EngineParameters.Default.Deepchecks, run.Deepchecks);
        Judge(text, EngineParameters.Default.CrossArtifact, run);

        Approved.Check($"judgements-{name}", text.ToString());
    }

    private static void Judge<TArtifacts>(StringBuilder text, IReadOnlyList<Detector<TArtifacts>> detectors, TArtifacts? artifacts)
        where TArtifacts : class
    {
        if (artifacts is null) return;
        foreach (Detector<TArtifacts> detector in detectors)
        {
            text.Append(detector.Code).Append(": ");
            switch (detector.Detect(artifacts, TestContext.Current.CancellationToken))
            {
                case Detection.Found found:
                    text.Append("found\n");
                    foreach (Finding finding in found.Findings)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"  {finding.Code} {finding.Severity} {finding.Confidence:G6}: {finding.Description}\n");
                        Write(text, finding.EvidenceItems);
                    }

                    break;
                case Detection.Clean clean:
                    text.Append("clean\n");
                    Write(text, clean.Measured);
                    break;
                case Detection.NotAssessable not:
                    text.Append(CultureInfo.InvariantCulture, $"not assessable. {not.Because} -> {not.LogToEnable}\n");
                    break;
            }
        }
    }

    private static void Write(StringBuilder text, IEnumerable<Evidence> items)
    {
        foreach (Evidence item in items)
            text.Append(CultureInfo.InvariantCulture, $"    {item.Measure} = {item.Value:G6} {item.Unit}, {(item.CrossesLimit ? "crosses" : "within")} {item.Side} {item.Limit}, {item.Series} {item.FromStep}-{item.ToStep}\n");
    }
}
