using System.Text;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Tables that are not as they should be: what can be read is read, the rest is named.</summary>
public sealed class CsvOdditiesTests
{
    [Theory]
    [InlineData("rows with fewer cells", "step,epoch,train_loss,val_loss\n1,0,5,1\n2,1,4\n3,2,3,1\n", 3, "line 3: The line has fewer cells than the header.")]
    [InlineData("rows with more cells", "step,epoch,train_loss\n1,0,5\n2,1,4,9\n3,2,3\n", 3, "line 3: The line has more cells than the header.")]
    [InlineData("a column twice", "step,epoch,train_loss,train_loss\n1,0,5,9\n2,1,4,9\n3,2,3,9\n", 3, "line 1: The column train_loss stands there twice")]
    [InlineData("the header again", "step,epoch,train_loss\n1,0,5\nstep,epoch,train_loss\n2,1,4\n3,2,3\n", 3, "line 3: The line repeats the header")]
    [InlineData("text in a cell", "step,epoch,train_loss\n1,0,5\n2,1,oops\n3,2,3\n", 2, "line 3: train_loss holds text where a number is expected.")]
    [InlineData("no epoch", "step,train_loss\n1,5\n2,4\n3,3\n", 3, "There is no epoch column")]
    [InlineData("no step", "epoch,train_loss\n0,5\n1,4\n2,3\n", 3, "There is no step column")]
    [InlineData("neither", "train_loss\n5\n4\n3\n", 3, "There is neither a step nor an epoch column")]
    [InlineData("two rows", "step,epoch,train_loss\n1,0,5\n2,1,3\n", 2, "There are only 2 rows")]
    [InlineData("a loss below zero", "step,epoch,train_loss\n1,0,5\n2,1,-4\n3,2,3\n", 3, "The loss is negative: train_loss at 1 of 3 points, first at step 2.")]
    [InlineData("an open quote", "step,epoch,train_loss\n1,0,5\n2,1,\"4\n3,2,3\n", 2, "line 3: The line opens a quote that nothing closes.")]
    [InlineData("Latin-1 names", "step,epoch,train_loss,r\u00e9gle\n1,0,5,1\n2,1,4,1\n3,2,3,1\n", 3, "line 1: The column names are not UTF-8.")]
    public void Oddities_are_named_with_file_and_line_and_the_rest_is_read(string oddity, string csv, int points, string warning)
    {
        byte[] bytes = csv.Contains('\u00e9', StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(csv) : Encoding.UTF8.GetBytes(csv);
        RunArtifacts run = Parse(SomeRecord.File("training_artifacts/metrics.csv", bytes));
        MetricSeries loss = run.Training.ShouldNotBeNull(oddity).Metrics.TrainLoss.ShouldNotBeNull();
        loss.Count.ShouldBe(points);
        loss.Values[^1].ShouldBe(3);
        run.Warnings.ShouldContain(w => w.StartsWith("training_artifacts/metrics.csv") && w.Contains(warning), string.Join('\n', run.Warnings));
        run.Training.Faults.Count.ShouldBe(run.Warnings.Count);
    }

    [Theory]
    [InlineData("step,epoch,train_loss\n", "It holds no number below its header.")]
    [InlineData("1,0,5\n2,1,4\n", "line 1: The first line holds no column names.")]
    public void A_table_without_numbers_under_names_is_no_training_and_one_fault(string csv, string warning)
    {
        RunArtifacts run = Parse(csv);
        run.Training.ShouldBeNull();
        run.Warnings.ShouldHaveSingleItem().ShouldContain(warning);
    }

    [Fact]
    public void A_table_without_training_loss_says_so()
    {
        RunArtifacts run = Parse("step,epoch,val_loss\n1,0,5\n2,1,4\n3,2,3\n");
        run.Training!.Metrics.TrainLoss.ShouldBeNull();
        run.Warnings.ShouldHaveSingleItem().ShouldBe("training_artifacts/metrics.csv: There is no training loss. Log train_loss with every row.");
    }

    [Theory]
    [InlineData("nan", double.NaN)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-nan", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-INF", double.NegativeInfinity)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("1.5E-3", 0.0015)]
    [InlineData("+.5", 0.5)]
    [InlineData("-0.25", -0.25)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    [InlineData("0.1234567890123456789", 0.12345678901234568)]
    [InlineData("", null)]
    [InlineData("NA", null)]
    [InlineData("N/A", null)]
    [InlineData("None", null)]
    [InlineData("null", null)]
    [InlineData("_", null)]
    [InlineData("\"\"", null)]
    public void A_cell_is_a_number_or_was_not_logged(string cell, double? expected)
    {
        MetricSeries extra = Parse($"step,epoch,train_loss,extra\n1,0,5,1\n2,1,4,{cell}\n3,2,3,1\n").Training!.Metrics.Find("extra")!;
        extra.Count.ShouldBe(expected is null ? 2 : 3);
        extra.Values[1].ShouldBe(expected ?? 1);
    }

    [Fact]
    public void A_session_that_goes_on_from_the_middle_supersedes_what_it_repeats()
    {
        RunArtifacts run = Parse("step,epoch,train_loss\n1,0,9\n2,1,8\n3,2,7\n2,1,5\n3,2,4\n4,3,3\n");
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([9, 5, 4, 3]);
        run.Training.Metrics.TrainLoss.Steps.ToArray().ShouldBe([1, 2, 3, 4]);
        run.Warnings.ShouldHaveSingleItem().ShouldContain("line 5: Steps go back: 2 sessions were appended to one file; of steps logged twice the later rows count, 4 of 6 rows.");
    }

    [Fact]
    public void Rows_in_no_order_are_put_in_order_of_step()
    {
        int[] steps = [.. Enumerable.Range(0, 60).Select(i => i * 37 % 60)];
        RunArtifacts run = Parse("step,epoch,train_loss\n" + string.Concat(steps.Select(s => FormattableString.Invariant($"{s},{s},{s}\n"))));
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([.. Enumerable.Range(0, 60).Select(i => (double)i)]);
        run.Warnings.ShouldHaveSingleItem().ShouldContain("Steps go back again and again");
    }

    [Fact]
    public void A_column_that_the_header_lacks_is_told_from_the_empty_cell_that_shifts_the_others()
    {
        RunArtifacts run = Parse("EPOCH\tTRAIN_LOSS\tDEV_LOSS\n1\t5\t\t0.5\n2\t4\t\t0.4\n3\t3\t\t0.3\n");
        run.Training!.Metrics.ValLoss!.Values.ToArray().ShouldBe([0.5, 0.4, 0.3]);
        run.Warnings.ShouldContain(w => w.Contains("as many columns are empty"));
    }

    [Fact]
    public void Lightning_rows_are_joined_and_a_rate_takes_the_epoch_that_follows()
    {
        MetricTable metrics = Parse("epoch,lr-Adam,step,train_loss_epoch,val_loss\n,0.1,0,,\n0,,9,,0.9\n0,,9,1.0,\n,0.01,10,,\n1,,19,,0.8\n1,,19,0.7,\n").Training!.Metrics;
        metrics.LearningRate!.Epochs.ToArray().ShouldBe([0, 1]);
        metrics.TrainLoss!.Epochs.ToArray().ShouldBe([0, 1]);
        metrics.ValLoss!.Steps.ToArray().ShouldBe([9, 19]);
    }

    [Fact]
    public void The_folder_of_the_contract_wins_over_the_legacy_layout()
    {
        RunArtifacts run = Parse(
            SomeRecord.File("metrics.csv", "step,epoch,train_loss\n1,0,5\n2,1,4\n3,2,3\n"),
            SomeRecord.File("training_artifacts/metrics.csv", "step,epoch,train_loss\n1,0,50\n2,1,40\n3,2,30\n"));
        run.Training!.Metrics.TrainLoss!.Values[0].ShouldBe(50);
        run.AnalyzedPaths.ShouldBe(["training_artifacts/metrics.csv"]);
    }

    private static RunArtifacts Parse(string csv) => Parse(SomeRecord.File("training_artifacts/metrics.csv", csv));

    private static RunArtifacts Parse(params RunFile[] files) => ArtifactParser.Parse(SomeRecord.Run(files), cancellationToken: TestContext.Current.CancellationToken);
}
