using System.Globalization;
using System.Text;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

[Collection(ProcessorTime.Name)]
public sealed class LargeTablesTests
{
    private const int Rows = 100_000;
    private const int Columns = 30;

    [Fact]
    public void A_hundred_thousand_rows_of_thirty_columns_are_read_in_under_two_seconds_and_150_MB()
    {
        RunRecord run = SomeRecord.Run(SomeRecord.File("training_artifacts/metrics.csv", Table()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        MetricTable metrics = MetricTable.Empty;
        ProcessorTime.Of(() => metrics = ArtifactParser.Parse(run, cancellationToken: TestContext.Current.CancellationToken).Training!.Metrics).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(150_000_000);
        (metrics.RowCount, metrics.Series.Count).ShouldBe((Rows, Columns - 2));
        metrics.TrainLoss!.Values[Rows - 1].ShouldBe((Rows - 1) / 1000.0);
        metrics.Find("metric_29")!.Values[777].ShouldBe(0.777);
    }

    private static byte[] Table()
    {
        var csv = new StringBuilder("step,epoch,train_loss", Rows * Columns * 8);
        for (int c = 3; c < Columns; c++) csv.Append(CultureInfo.InvariantCulture, $",metric_{c}");
        csv.Append('\n');
        for (int r = 0; r < Rows; r++)
        {
            string value = (r / 1000.0).ToString("R", CultureInfo.InvariantCulture);
            csv.Append(r).Append(',').Append(r / 100);
            for (int c = 2; c < Columns; c++) csv.Append(',').Append(value);
            csv.Append('\n');
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
