using DeepFix.Artifacts.Foreign;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>Rows of different kinds, several an epoch, several sessions.</summary>
public sealed class RowsTests
{
    [Fact]
    public void Lightnings_rows_become_one_an_epoch()
    {
        ForeignLog log = Logs.Read(
            """
            epoch,lr-Adam,step,test_loss,train_loss_epoch,train_loss_step,val_loss
            ,0.001,0,,,,
            0,,49,,,9,
            0,,99,,,7,
            0,,100,,,,3
            0,,100,,5,,
            ,0.0005,101,,,,
            1,,149,,,3,
            1,,200,,,,2
            1,,200,,4,,
            2,,201,1.5,,,
            """);
        log.Values("train_loss").ShouldBe([5, 4]);
        log.Values("val_loss").ShouldBe([3, 2]);
        log.Metrics().Find("val_loss")!.Steps.ToArray().ShouldBe([101, 200]);
        log.Metrics().Find("train_loss_step")!.Values.ToArray().ShouldBe([8, 3]);
        log.Notes[0].ShouldContain("10 rows put together to 2, one an epoch");
    }

    [Fact]
    public void A_loss_logged_several_times_an_epoch_is_its_mean_and_nan_only_where_nothing_else_was()
    {
        ForeignLog log = Logs.Read("step,epoch,loss\n1,0,4\n2,0,nan\n3,0,2\n4,1,nan\n5,1,nan\n6,2,1\n7,2,0.5\n");
        log.Values("train_loss").ShouldBe([3, double.NaN, 0.75]);
    }

    [Fact]
    public void Without_whole_epochs_the_rows_before_an_evaluation_go_with_it()
    {
        ForeignLog log = Logs.Read("iter,train/loss,val/loss\n10,4,\n20,2,\n20,,3\n30,1,\n40,,2\n50,0.5,\n");
        log.Values("train_loss").ShouldBe([3, 1, 0.5]);
        log.Values("val_loss").ShouldBe([3, 2]);
        log.Metrics().Find("train_loss")!.Steps.ToArray().ShouldBe([20, 40, 50]);
    }

    [Fact]
    public void Steps_alone_stay_rows()
    {
        ForeignLog log = Logs.Read("iteration,total_loss\n19,2\n39,1.5\n59,1\n");
        log.Csv().ShouldBe("step,train_loss\n19,2\n39,1.5\n59,1\n");
    }

    [Fact]
    public void A_session_appended_below_is_no_mean_of_both()
    {
        ForeignLog log = Logs.Read("epoch,loss,val_loss\n0,5,5\n1,4,4\n2,3,3\n2,2.5,2.75\n3,2,2.5\n0,9,9\n1,8,8\n2,7,7\n");
        log.Values("train_loss").ShouldBe([9, 8, 7]);
        log.Notes[0].ShouldContain("2 sessions, since its epochs go back");
    }

    [Fact]
    public void A_header_repeated_in_the_middle_is_no_row()
        => Logs.Read("epoch,loss\n0,5\n1,4\nepoch,loss\n2,3\n3,2\n").Values("train_loss").ShouldBe([5, 4, 3, 2]);

    [Fact]
    public void A_test_at_the_end_begins_no_session()
        => Logs.Read("epoch,step,train_loss,val_loss,test_acc\n0,10,3,3,\n1,20,2,2,\n2,30,1,1,\n2,0,,,0.9\n").Values("val_loss").ShouldBe([3, 2, 1]);

    [Fact]
    public void Batches_counted_anew_in_every_epoch_are_no_steps()
        => Logs.Read("epoch,batch,iter,loss\n0,0,0,4\n0,1,1,2\n1,0,0,2\n1,1,1,1\n2,0,0,1\n2,1,1,0.5\n").Values("train_loss").ShouldBe([3, 1.5, 0.75]);

    [Fact]
    public void Without_epoch_and_step_a_row_is_an_epoch()
        => Logs.Read("training_loss, training_acc, val_loss, val_acc, time\n0.6,0.4,0.5,0.7,0.2\n0.5,0.4,0.4,0.7,0.1\n0.4,0.5,0.3,0.7,0.1\n").Metrics().Find("val_loss")!.Epochs.ToArray().ShouldBe([1, 2, 3]);

    [Fact]
    public void The_parts_of_Ultralytics_loss_are_summed()
    {
        ForeignLog log = Logs.Read("      epoch,  train/box_loss,  train/cls_loss,  train/dfl_loss, metrics/mAP50(B),  val/box_loss,  val/cls_loss,  val/dfl_loss, lr/pg0\n 1, 1, 2, 3, 0.1, 1, 1, 1, 0.01\n 2, 1, 1, 1, 0.2, nan, 1, 1, 0.01\n 3, 0.5, 0.5, 0.5, 0.2, inf, 1, 1, 0.01\n");
        log.Format.ShouldBe("Ultralytics results.csv");
        log.Values("train_loss").ShouldBe([6, 3, 1.5]);
        log.Values("val_loss").ShouldBe([3, double.NaN, double.PositiveInfinity]);
        log.TakenFrom["train_loss"].ShouldBe("train/ box_loss + cls_loss + dfl_loss");
    }
}
