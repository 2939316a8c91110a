using DeepFix.Artifacts;
using DeepFix.Verification.Raw;

namespace DeepFix.Verification.Tests;

/// <summary>The verification's own reading of files.</summary>
public sealed class ReadingTests
{
    [Fact]
    public void An_empty_cell_was_not_logged_and_nan_is_a_value()
    {
        PlainCsv table = PlainCsv.Read("step,epoch,train_loss\n0,0,nan\n1,1,\n2,2,-inf\n")!;
        table.Rows.Select(r => r[2]).ShouldBe([double.NaN, null, double.NegativeInfinity]);
    }

    [Fact]
    public void Semicolons_quotes_and_repeated_headers_are_understood()
    {
        PlainCsv table = PlainCsv.Read("# step;\"train;loss\"\n0;0,5\nstep;\"train;loss\"\n1;\"0,25\"\n")!;
        table.Names.ShouldBe(["step", "train;loss"]);
        table.Rows.Select(r => r[1]).ShouldBe([0.5, 0.25]);
    }

    [Fact]
    public void A_cell_that_the_header_lacks_moves_nothing_where_one_column_is_empty()
        => PlainCsv.Read("step,train_loss\n0,,3\n1,,2\n")!.Rows.Select(r => r[1]).ShouldBe([3.0, 2.0]);

    [Fact]
    public void A_session_that_goes_on_from_a_step_replaces_what_was_logged_from_there()
    {
        RawSeries loss = RawRows.Series(PlainCsv.Read("step,epoch,train_loss\n0,0,5\n1,1,4\n2,2,9\n1,1,3\n2,2,2\n")!).ShouldHaveSingleItem();
        loss.Points.Select(p => (p.Step, p.Value)).ShouldBe([(0, 5.0), (1, 3.0), (2, 2.0)]);
    }

    [Fact]
    public void Rows_that_are_not_in_order_are_put_in_order_and_said_to_be_odd()
    {
        (IReadOnlyList<RawSeries> series, bool isOdd) = RawRows.Read(PlainCsv.Read("step,train_loss\n0,5\n4,1\n2,3\n3,2\n")!);
        series[0].Points.Select(p => p.Value).ShouldBe([5.0, 3.0, 2.0, 1.0]);
        isOdd.ShouldBeTrue();
    }

    [Fact]
    public void A_learning_rate_belongs_to_the_epoch_that_it_begins()
    {
        RawSeries rate = RawRows.Series(PlainCsv.Read("step,epoch,train_loss,learning_rate\n0,,,0.1\n9,0,2,\n10,,,0.05\n19,1,1,\n")!).Single(s => s.Name == "learning_rate");
        rate.Points.Select(p => p.Epoch).ShouldBe([0.0, 1.0]);
    }

    [Theory]
    [InlineData("train_loss_epoch train_loss_step val_loss", "train_loss_epoch=train_loss val_loss=val_loss")]
    [InlineData("loss accuracy val_loss val_accuracy", "loss=train_loss accuracy=train_accuracy val_loss=val_loss val_accuracy=val_accuracy")]
    [InlineData("train/loss eval/loss eval/accuracy lr-Adam", "train/loss=train_loss eval/loss=val_loss eval/accuracy=val_accuracy lr-Adam=learning_rate")]
    [InlineData("train_loss valid_loss accuracy", "train_loss=train_loss valid_loss=val_loss accuracy=val_accuracy")]
    [InlineData("train_loss test_loss val_loss system/cpu", "train_loss=train_loss val_loss=val_loss")]
    public void Recorded_names_are_told_apart_as_the_frameworks_mean_them(string recorded, string expected)
        => RawNames.Of(recorded.Split(' ').ToDictionary(n => n, _ => 5)).Select(n => $"{n.Key}={n.Value}").ShouldBe(expected.Split(' '), ignoreOrder: true);

    [Fact]
    public void Percent_is_read_as_a_fraction_and_what_is_no_share_is_not_read_as_one()
    {
        RawSeries Share(params double[] values) => new("val_accuracy", [.. values.Select((v, i) => new RawPoint(i, i, v))]);
        new RawMetrics([Share(10, 50)], "").Find("val_accuracy")!.Points.Select(p => p.Value).ShouldBe([0.1, 0.5]);
        new RawMetrics([Share(0.1, 0.5)], "").Find("val_accuracy")!.Points.Select(p => p.Value).ShouldBe([0.1, 0.5]);
        new RawMetrics([Share(-3, 0.5)], "").Find("val_accuracy").ShouldBeNull();
    }

    [Fact]
    public void Json_may_hold_NaN_and_must_be_whole()
    {
        Node node = PlainJson.Read("""{"a": [1, NaN, -Infinity, "\u00e9\n"], "a": {"b": null}, "c": [1e3, "5"]}""")!;
        node["a"]!.Members!.Count.ShouldBe(1);
        node["c"]!.Items!.Select(i => i.Measured).ShouldBe([1000.0, null]);
        node["c"]!.Items![1].Number.ShouldBe(5);
        PlainJson.Read("""{"a": 1""").ShouldBeNull();
        PlainJson.Read("""{"a": 1} x""").ShouldBeNull();
    }

    [Fact]
    public void Wrapped_numbers_series_and_tables_come_out_of_their_wrapping()
    {
        Node Read(string json) => CheckValues.Plain(PlainJson.Read(json)!);
        Read("""{"dtype": "float64", "value": 0.5}""").Measured.ShouldBe(0.5);
        Read("""{"index": {"dtype": "object", "values": ["a", "b"]}, "values": {"dtype": "int64", "values": [1, 2]}}""")["b"]!.Measured.ShouldBe(2);
        Read("""{"comp": false, "values": "{\"x\": [3]}"}""")["x"]!.Items![0].Measured.ShouldBe(3);
        Read("""{"comp": true, "values": "eJyrVqpQslKINo6tBQAP8AL6"}""")["x"]!.Items![0].Measured.ShouldBe(3);
        Read("\"[1, 2]\"").Items!.Count.ShouldBe(2);
    }

    [Fact]
    public void Settings_are_found_under_their_aliases_nested_ones_last()
    {
        var run = new RunRecord { RunId = "r", Params = new Dictionary<string, string> { ["model.lr"] = "3", ["optimizer__lr"] = "0.1", ["optim"] = "<class 'torch.optim.sgd.SGD'>", ["bs"] = "1_024", ["early_stop.patience"] = "7" } };
        var parameters = new RawParameters(new RawFiles(run), run);
        parameters.LearningRate.ShouldBe(3);
        parameters.Optimizer.ShouldBe("sgd");
        parameters.BatchSize.ShouldBe(1024);
        parameters.LooseNumber("patience").ShouldBe(7);
        parameters.Source.ShouldBe("MLflow params");
    }
}
