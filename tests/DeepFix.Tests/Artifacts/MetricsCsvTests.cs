using System.Text;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

public sealed class MetricsCsvTests
{
    [Fact]
    public void Columns_become_series_without_the_cells_that_were_not_logged()
    {
        MetricTable metrics = Parse("step,epoch,train_loss,val_loss\n10,0,1.5,\n20,1,nan,0.9\n30,2,-inf,0.8\n").Training!.Metrics;
        metrics.RowCount.ShouldBe(3);
        metrics.TrainLoss!.Values.ToArray().ShouldBe([1.5, double.NaN, double.NegativeInfinity]);
        metrics.ValLoss!.Steps.ToArray().ShouldBe([20, 30]);
        metrics.ValLoss.Epochs.ToArray().ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("step,epoch,train_loss,val_loss\r\n1,0,1,2\r\n2,1,3,4\r\n3,2,5,6\r\n")]
    [InlineData("step,epoch,train_loss,val_loss\r\r\n1,0,1,2\r\r\n2,1,3,4\r\r\n3,2,5,6\r\r\n")]
    [InlineData("step,epoch,train_loss,val_loss\r1,0,1,2\r2,1,3,4\r3,2,5,6")]
    [InlineData("\ufeffstep,epoch,train_loss,val_loss\n1,0,1,2\n2,1,3,4\n3,2,5,6")]
    [InlineData("   step,  epoch, train_loss,   val_loss\n  1, 0, 1, 2\n\n  2, 1, 3, 4\n  3, 2, 5, 6\n")]
    [InlineData("\"step\",\"epoch\",\"train_loss\",\"val_loss\"\n\"1\",\"0\",\"1\",\"2\"\n2,1,3,4\n3,2,\"5\",6\n")]
    [InlineData("step\tepoch\ttrain_loss\tval_loss\n1\t0\t1\t2\n2\t1\t3\t4\n3\t2\t5\t6\n")]
    [InlineData("step;epoch;train_loss;val_loss\n1;0;1,0;2\n2;1;3,0;4\n3;2;5,0;6\n")]
    public void Spellings_of_the_same_table_give_the_same_series_and_no_fault(string csv)
    {
        RunArtifacts run = Parse(csv);
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([1, 3, 5]);
        run.Training.Metrics.ValLoss!.Values.ToArray().ShouldBe([2, 4, 6]);
        run.Training.Metrics.TrainLoss.Steps.ToArray().ShouldBe([1, 2, 3]);
        run.Warnings.ShouldBeEmpty();
    }

    private static RunArtifacts Parse(string csv) => ArtifactParser.Parse(SomeRecord.Run(SomeRecord.File("metrics.csv", Encoding.UTF8.GetBytes(csv))), cancellationToken: TestContext.Current.CancellationToken);
}
