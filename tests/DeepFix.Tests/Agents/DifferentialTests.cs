using System.Globalization;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Agents;

public sealed class DifferentialTests
{
    private static readonly SignWeight LowRate = new(SignNames.LowRate, 0, 1, 2);

    [Fact]
    public void Signs_are_the_numbers_that_the_curves_show()
    {
        var signs = SignReader.Read(Slow(rate: 0.00001), [], CancellationToken.None);

        signs[SignNames.LowRate].Strength.ShouldBe(2, 1e-9);
        signs[SignNames.HalfFall].Strength.ShouldBe(5.0 / 11, 0.05);
        signs[SignNames.Epochs].Strength.ShouldBe(Math.Log10(12), 1e-9);
        signs[SignNames.Explained].Strength.ShouldBe(0);
    }

    [Fact]
    public void What_was_not_logged_is_no_sign()
    {
        var signs = SignReader.Read(Slow(rate: null), [], CancellationToken.None);

        signs.ShouldNotContainKey(SignNames.LowRate);
        signs.ShouldNotContainKey(SignNames.Gap);
    }

    [Fact]
    public void A_code_is_suspected_where_its_signs_add_up_and_not_where_they_do_not()
    {
        Differential table = Table(bias: -3);

        Suspect suspect = table.Weigh(Slow(rate: 0.00001), [], CancellationToken.None).Suspects.ShouldHaveSingleItem();
        suspect.Cause.ShouldBe(1 / (1 + Math.Exp(-1)), 1e-9);
        suspect.Finding.Severity.ShouldBe(Severity.Low);
        suspect.Finding.EvidenceItems.ShouldContain(e => e.Measure == "largest learning rate over the usual one of the optimiser" && e.Value == 0.01);
        table.Weigh(Slow(rate: 0.001), [], CancellationToken.None).Suspects.ShouldBeEmpty();
    }

    [Fact]
    public void What_keeps_a_model_from_its_goal_is_no_suspect_where_it_got_there_or_where_no_score_tells()
    {
        RunArtifacts slow = Slow(rate: 0.00001);
        RunArtifacts Scored(double[] accuracy) => slow with { Training = slow.Training!.With("train_accuracy", accuracy).With("val_accuracy", accuracy) };

        Table(bias: -3).Weigh(Scored(Curves.Line(0.5, 0.8, 12)), [], CancellationToken.None).Suspects.ShouldHaveSingleItem();
        Table(bias: -3).Weigh(Scored(Curves.Line(0.9, 0.99, 12)), [], CancellationToken.None).Suspects.ShouldBeEmpty();
        Table(bias: -3).Weigh(slow with { Training = slow.Training!.Without("train_accuracy", "val_accuracy", "train_r2", "val_r2") }, [], CancellationToken.None).Suspects.ShouldBeEmpty();
    }

    [Fact]
    public void A_sign_far_beyond_what_was_measured_counts_no_more_than_two_and_a_half_deviations()
        => new DifferentialEntry(Codes.LearningRateTooLow, 1, 0, 1, [LowRate]).LogOdds(new Dictionary<string, Sign> { [SignNames.LowRate] = new(SignNames.LowRate, 9, null, "") }).ShouldBe(1 + (2 * 2.5));

    [Fact]
    public void A_code_that_a_detector_found_is_not_suspected_as_well()
        => Table(bias: -3).Weigh(Slow(rate: 0.00001), [Finding.Of(Codes.LearningRateTooLow, Severity.Medium, 0.9, "")], CancellationToken.None).Suspects.ShouldBeEmpty();

    [Fact]
    public async Task No_code_is_both_found_and_cleared()
    {
        var pipeline = new AnalysisPipeline(EngineParameters.Default with { Differential = new Differential([new DifferentialEntry(Codes.BatchSizeTooLarge, 3, 1, 1, [])]) });
        AnalysisResult result = await pipeline.RunAsync(Slow(rate: 0.001), new AnalysisOptions());

        result.Findings.ShouldContain(f => f.Code == Codes.BatchSizeTooLarge);
        var cleared = result.AgentResults.SelectMany(a => a.AdditionalOutputs?["clean"]?.AsArray().Select(c => c!.GetValue<string>()) ?? []).ToArray();
        cleared.ShouldNotBeEmpty();
        cleared.ShouldNotContain(Codes.BatchSizeTooLarge);
    }

    [Fact]
    public void A_guess_is_not_made_where_what_was_surely_found_accounts_for_it()
    {
        var agent = new CrossArtifactIntegrationAgent([], Calibration.None, new Differential([new DifferentialEntry(Codes.LearningRateTooLow, 3, 1, 1, [])]));
        string[] Guessed(Severity severity) => [.. agent.Run(Slow(rate: 0.001), [new AgentReport { AgentName = AgentNames.Training, Findings = [Finding.Of(Codes.DyingRelu, severity, 0.9, "")] }], CancellationToken.None).Own.Findings.Select(f => f.Code)];

        Guessed(Severity.Low).ShouldContain(Codes.LearningRateTooLow);
        Guessed(Severity.High).ShouldNotContain(Codes.LearningRateTooLow);
    }

    [Fact]
    public void Another_cause_that_was_found_counts_as_an_explanation()
        => SignReader.Read(Slow(rate: 0.001), [Finding.Of(Codes.ClassImbalance, Severity.High, 0.9, "")], CancellationToken.None)[SignNames.Explained].Strength.ShouldBe(1);

    [Fact]
    public async Task A_true_finding_that_seldom_hurts_is_no_root_cause()
    {
        CalibrationEntry harmless = new(Codes.LearningRateTooLow, 100, 95, 100, 2), hurtful = harmless with { Causes = 90 };

        (await RootCauses(harmless, anything: 0)).ShouldBeEmpty();
        (await RootCauses(hurtful, anything: 0)).ShouldContain(c => c.Code == Codes.LearningRateTooLow && c.Confidence > 0.8);
        (await RootCauses(harmless, anything: 9)).ShouldNotBeEmpty("a run that is surely hurt gets the best that was found");
    }

    [Fact]
    public void Every_weight_of_the_embedded_table_points_where_the_field_says()
    {
        foreach (DifferentialEntry entry in Differential.Embedded.Entries)
        {
            var known = SignNames.ByCode[entry.Code].ToDictionary(s => s.Name, s => s.For, StringComparer.Ordinal);
            foreach (SignWeight sign in entry.Signs) (sign.Weight > 0).ShouldBe(known[sign.Name], $"{entry.Code}: {sign.Name}");
        }

        Differential.Embedded.Entries.Select(e => e.Code).ShouldContain(Codes.LearningRateTooLow);
    }

    private static async Task<IReadOnlyList<RootCause>> RootCauses(CalibrationEntry entry, double anything)
    {
        var pipeline = new AnalysisPipeline(EngineParameters.Default with { Calibration = new Calibration([entry]), Differential = new Differential([new DifferentialEntry(SignNames.Anything, anything, 1, 1, [])]) });
        AnalysisResult result = await pipeline.RunAsync(Slow(rate: 0.000001), new AnalysisOptions());
        result.Findings.ShouldContain(f => f.Code == Codes.LearningRateTooLow && f.Severity >= Severity.Medium);
        return [.. result.RootCauses.Where(c => c.Code == Codes.LearningRateTooLow)];
    }

    private static Differential Table(double bias) => new([new DifferentialEntry(Codes.LearningRateTooLow, bias, 1, 1, [LowRate])]);

    /// <summary>Twelve epochs along a straight line that hardly falls, on four classes.</summary>
    private static RunArtifacts Slow(double? rate)
    {
        string rows = string.Join("\n", Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i + 1) * 10},{i},{1.386 - (i * 0.005)},{1.387 - (i * 0.005)},{0.26 + (i * 0.002)},")));
        string parameters = string.Create(CultureInfo.InvariantCulture, $"optimizer: Adam\nbatch_size: 32\n{(rate is null ? "" : $"learning_rate: {rate.Value:0.##########}\n")}");
        return ArtifactParser.Parse(SomeRecord.Run(
            SomeRecord.File("training_artifacts/metrics.csv", "step,epoch,train_loss,val_loss,train_accuracy,val_accuracy\n" + rows + "\n"),
            SomeRecord.File("training_artifacts/params.yaml", parameters),
            SomeRecord.File("dataset/metadata.yaml", "dataset_name: d\nnum_classes: 4\nnum_train_samples: 320\nnum_val_samples: 200\n")));
    }
}
