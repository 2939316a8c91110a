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

    public static TheoryData<string> Deepchecks => [.. RecordedFiles.Names("deepchecks")];

    public static TheoryData<string> Wild => [.. RecordedFiles.Names("wild")];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_judgement_of_a_recorded_run_is_what_was_approved(string name) => Check(name, RecordedFiles.Run("runs", name));

    [Theory]
    [MemberData(nameof(Deepchecks))]
    public void Every_judgement_of_recorded_deepchecks_results_is_what_was_approved(string name) => Check(name, RecordedFiles.Run("deepchecks", name));

    [Theory]
    [MemberData(nameof(Wild))]
    public void Every_judgement_of_a_log_from_elsewhere_is_what_was_approved(string name) => Check(name[..3], RecordedFiles.Log("wild", name));

    [Fact]
    public void What_is_said_of_a_run_that_logged_nothing_is_what_was_approved()
        => Check("nothing", new RunArtifacts { RunId = "nothing", Digest = "", Training = new TrainingArtifacts { Metrics = MetricTable.Empty }, Dataset = new DatasetArtifacts(), Deepchecks = new DeepchecksArtifacts() });

    private static void Check(string name, RunRecord record) => Check(name, ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken));

    private static void Check(string name, RunArtifacts run)
    {
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
