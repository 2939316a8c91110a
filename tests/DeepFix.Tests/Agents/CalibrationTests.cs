using DeepFix.Agents;

namespace DeepFix.Tests.Agents;

/// <summary>Confidence by hand: ten labelled findings weigh as much as a detector's own word, four as much as what a kind suggests.</summary>
public sealed class CalibrationTests
{
    private static readonly Calibration Table = new([new CalibrationEntry(Codes.LabelNoise, Findings: 30, Right: 27, Grave: 16, Causes: 12), new CalibrationEntry(Codes.Overfitting, 10, 10, 0, 0)]);

    [Fact]
    public void A_labelled_code_is_drawn_towards_its_share_of_right_findings()
        => Table.Of(Found(Codes.LabelNoise, 0.5)).ShouldBe((27 + (10 * 0.5)) / (30 + 10), 1e-12);

    [Fact]
    public void A_code_without_labels_keeps_its_detector_s_word_between_nothing_and_certainty()
    {
        Table.Of(Found(Codes.NanLoss, 0.8)).ShouldBe(0.8);
        Table.Of(Found(Codes.NanLoss, 1.7)).ShouldBe(1);
        Table.Of(Found(Codes.NanLoss, -1)).ShouldBe(0);
        Calibration.None.Of(Found(Codes.LabelNoise, 0.5)).ShouldBe(0.5);
    }

    [Fact]
    public void What_hurts_is_drawn_towards_the_share_that_hurt()
        => Table.CauseOf(Found(Codes.LabelNoise, 0.5)).ShouldBe((12 + (4 * 0.5 * 0.85)) / (16 + 4), 1e-12);

    [Fact]
    public void Without_labels_a_cause_hurts_more_often_than_a_symptom()
    {
        Table.CauseOf(Found(Codes.MissingShuffle, 0.8)).ShouldBe(0.8 * 0.85, 1e-12);
        Table.CauseOf(Found(Codes.NanLoss, 0.8)).ShouldBe(0.8 * 0.5, 1e-12);
    }

    [Fact]
    public void The_table_that_ships_is_read()
        => Calibration.Embedded.CauseOf(Found(Codes.Overfitting, 0.9)).ShouldBeLessThan(0.3);

    private static Finding Found(string code, double confidence) => Finding.Of(code, Severity.Medium, confidence, "");
}
