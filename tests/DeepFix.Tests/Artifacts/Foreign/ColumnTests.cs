using DeepFix.Api;
using DeepFix.Artifacts.Foreign;
using static System.FormattableString;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>What a column is taken for: known names, what is left by elimination, what the caller says, and no guess beyond.</summary>
public sealed class ColumnTests
{
    [Theory]
    [InlineData("epoch,loss,accuracy,val_loss,val_accuracy", "loss", "val_loss", "accuracy", "val_accuracy")]
    [InlineData("epoch,train_loss,valid_loss,accuracy,time", "train_loss", "valid_loss", null, "accuracy")]
    [InlineData("Epoch,Training Loss,Validation Loss,Validation Acc", "Training Loss", "Validation Loss", null, "Validation Acc")]
    [InlineData("epoch,trainLoss,ValLoss,trainAcc,ValAcc", "trainLoss", "ValLoss", "trainAcc", "ValAcc")]
    [InlineData("epoch,trainloss,testloss,testacc", "trainloss", "testloss", null, "testacc")]
    [InlineData("EPOCH,TRAIN_LOSS,DEV_LOSS,DEV_ACCURACY", "TRAIN_LOSS", "DEV_LOSS", null, "DEV_ACCURACY")]
    [InlineData("epoch,Train MSE,Valid MSE", "Train MSE (the only training loss)", "Valid MSE (the only validation loss)", null, null)]
    [InlineData("epoch,reg_loss", "reg_loss (the only training loss)", null, null, null)]
    [InlineData("epoch,G_loss,D_loss", "G_loss (the generator's)", null, null, null)]
    [InlineData("epoch,Gen Loss,Disc Loss", "Gen Loss (the generator's)", null, null, null)]
    [InlineData("epoch,train_gen_loss,train_disc_loss", "train_gen_loss (the generator's)", null, null, null)]
    [InlineData("epoch,train/nll_loss,val/rmse_loss", "train/nll_loss", "val/rmse_loss", null, null)]
    public void A_name_is_known_or_the_only_one_of_its_side(string header, string? trainLoss, string? valLoss, string? trainAccuracy, string? valAccuracy)
    {
        int columns = header.Split(',').Length;
        string text = header + "\n" + string.Join('\n', Enumerable.Range(1, 4).Select(e => Invariant($"{e},") + string.Join(',', Enumerable.Range(1, columns - 1).Select(c => Invariant($"0.{c}{e}")))));
        ForeignLog log = Logs.Read(text);
        log.TakenFrom.GetValueOrDefault("train_loss").ShouldBe(trainLoss);
        log.TakenFrom.GetValueOrDefault("val_loss").ShouldBe(valLoss);
        log.TakenFrom.GetValueOrDefault("train_accuracy").ShouldBe(trainAccuracy);
        log.TakenFrom.GetValueOrDefault("val_accuracy").ShouldBe(valAccuracy);
    }

    [Fact]
    public void Several_losses_and_none_that_is_the_whole_are_refused_by_name()
    {
        var refusal = Should.Throw<DeepFixException>(() => Logs.Read("epoch,loss_ce,loss_bbox,loss_giou\n1,1,2,3\n2,1,2,3\n3,1,1,1\n"));
        refusal.Message.ShouldContain("loss_ce, loss_bbox, loss_giou");
        refusal.Details["suggestion"]!.ToString().ShouldContain("--map train_loss=COLUMN");
    }

    [Fact]
    public void A_side_whose_loss_is_unsure_is_left_out_and_said()
    {
        ForeignLog log = Logs.Read("epoch,loss_a,loss_b,val_loss\n1,1,2,3\n2,1,2,2.5\n3,1,1,2\n");
        log.TakenFrom.Keys.ShouldBe(["epoch", "val_loss"], ignoreOrder: true);
        log.Notes.ShouldContain("train_loss was not chosen among loss_a, loss_b: say --map train_loss=COLUMN.");
    }

    [Fact]
    public void What_the_caller_says_wins_and_what_had_the_name_keeps_its_numbers_under_another()
    {
        ForeignLog log = Logs.Read("epoch,train_loss,true loss\n1,9,1\n2,8,0.5\n3,7,0.2\n", "l.csv", "train_loss=True Loss");
        log.Values("train_loss").ShouldBe([1, 0.5, 0.2]);
        log.Values("train_loss_summary").ShouldBe([9, 8, 7]);
        log.TakenFrom["train_loss"].ShouldBe("true loss");
    }

    [Fact]
    public void A_mapped_column_that_is_not_there_is_answered_with_those_that_are()
    {
        var refusal = Should.Throw<DeepFixException>(() => Logs.Read("epoch,loss\n1,9\n2,8\n", "l.csv", "val_loss=nothing"));
        refusal.Code.ShouldBe(ErrorCode.ValidationError);
        refusal.Details["suggestion"]!.ToString().ShouldContain("epoch, loss");
    }

    [Theory]
    [InlineData("train_loss")]
    [InlineData("=x")]
    [InlineData("train_loss=")]
    [InlineData("no_metric=x")]
    public void A_map_that_says_nothing_is_refused(string pair)
        => Should.Throw<DeepFixException>(() => ColumnMap.Parse([pair])).Code.ShouldBe(ErrorCode.ValidationError);

    [Fact]
    public void A_log_without_a_loss_names_its_columns()
    {
        var refusal = Should.Throw<DeepFixException>(() => Logs.Read("epoch,time,lr\n1,2,0.1\n2,3,0.1\n"));
        refusal.Code.ShouldBe(ErrorCode.ArtifactNotFound);
        refusal.Message.ShouldContain("epoch, time, lr");
    }

    [Fact]
    public void The_summary_of_a_whole_run_in_one_cell_is_no_curve()
    {
        ForeignLog log = Logs.Read("step,loss,train_loss\n1,4,\n2,3,\n3,2,\n4,1,2.5\n");
        log.Values("train_loss").ShouldBe([4, 3, 2, 1]);
        log.TakenFrom["train_loss"].ShouldBe("loss");
    }
}
