using DeepFix.Artifacts;
using DeepFix.Artifacts.Names;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

public sealed class MetricNamesTests
{
    [Theory]
    [InlineData("Lightning", "train_loss_epoch train_loss_step val_loss train_acc_epoch val_acc lr-Adam epoch", "train_loss=train_loss_epoch val_loss=val_loss train_accuracy=train_acc_epoch val_accuracy=val_acc learning_rate=lr-Adam epoch=epoch")]
    [InlineData("Lightning with a loss per step only", "train_loss_step val_loss", "train_loss=train_loss_step val_loss=val_loss")]
    [InlineData("Lightning with groups of parameters", "train/loss val/loss lr-SGD/pg1 lr-SGD/pg2", "train_loss=train/loss val_loss=val/loss learning_rate=lr-SGD/pg1")]
    [InlineData("Lightning, acc beside val_loss only", "acc val_loss", "val_accuracy=acc val_loss=val_loss")]
    [InlineData("Keras", "loss accuracy val_loss val_accuracy lr epoch", "train_loss=loss train_accuracy=accuracy val_loss=val_loss val_accuracy=val_accuracy learning_rate=lr epoch=epoch")]
    [InlineData("Keras, sparse", "loss sparse_categorical_accuracy val_loss val_sparse_categorical_accuracy learning_rate", "train_loss=loss train_accuracy=sparse_categorical_accuracy val_loss=val_loss val_accuracy=val_sparse_categorical_accuracy learning_rate=learning_rate")]
    [InlineData("Hugging Face", "loss eval_loss eval_accuracy learning_rate grad_norm epoch step", "train_loss=loss val_loss=eval_loss val_accuracy=eval_accuracy learning_rate=learning_rate grad_norm=grad_norm epoch=epoch step=step")]
    [InlineData("fastai", "train_loss valid_loss accuracy epoch", "train_loss=train_loss val_loss=valid_loss val_accuracy=accuracy epoch=epoch")]
    [InlineData("fastai, error rate", "train_loss valid_loss error_rate", "train_loss=train_loss val_loss=valid_loss")]
    [InlineData("Ultralytics classify", "train/loss val/loss metrics/accuracy_top1 metrics/accuracy_top5 lr/pg0 lr/pg1", "train_loss=train/loss val_loss=val/loss val_accuracy=metrics/accuracy_top1 learning_rate=lr/pg1")]
    [InlineData("YOLOv5", "train/box_loss val/box_loss x/lr0 x/lr1 x/lr2", "learning_rate=x/lr1")]
    [InlineData("flair", "EPOCH TRAIN_LOSS DEV_LOSS DEV_ACCURACY LEARNING_RATE", "epoch=EPOCH train_loss=TRAIN_LOSS val_loss=DEV_LOSS val_accuracy=DEV_ACCURACY learning_rate=LEARNING_RATE")]
    [InlineData("words", "Training_Loss|Validation Loss|Train_Acc|iter", "train_loss=Training_Loss val_loss=Validation_Loss train_accuracy=Train_Acc step=iter")]
    [InlineData("humps", "TrainLoss ValLoss", "train_loss=TrainLoss val_loss=ValLoss")]
    [InlineData("DETR", "train_loss test_loss", "train_loss=train_loss val_loss=test_loss")]
    [InlineData("test beside validation", "train_loss val_loss test_loss test_acc", "train_loss=train_loss val_loss=val_loss")]
    [InlineData("errors in percent", "train_err valid_err test_err train_loss", "train_loss=train_loss")]
    [InlineData("weights and biases", "_step _runtime _timestamp loss", "step=_step train_loss=loss")]
    [InlineData("machine metrics", "system/cpu_utilization_percentage deepfix/loss loss", "train_loss=loss")]
    [InlineData("scheduler settings and a loss of the rate finder", "lr_decay lr-momentum lr_find_loss loss", "train_loss=loss")]
    public void Names_seen_in_the_wild_become_those_of_the_contract(string from, string recorded, string expected)
    {
        string[] keys = [.. (recorded.Contains('|', StringComparison.Ordinal) ? recorded.Split('|') : recorded.Split(' '))];
        IReadOnlyDictionary<string, string> resolved = MetricNames.Resolve(keys.ToDictionary(k => k, _ => 20, StringComparer.Ordinal));
        resolved.Select(r => $"{r.Value}={r.Key.Replace(' ', '_')}").ShouldBe(expected.Split(' '), ignoreOrder: true, from);
        resolved.Keys.ShouldAllBe(k => MetricNames.IsKnown(k, keys));
    }

    [Fact]
    public void Names_to_fetch_are_the_known_ones_and_parts_of_a_loss()
        => MetricNames.NamesToFetch(["val/box_loss", "system/gpu", "train/cls_loss", "val_wer", "loss", "grad_norm/head", "deepfix.loss"])
            .ShouldBe(["grad_norm/head", "loss", "train/cls_loss", "val/box_loss"]);

    [Fact]
    public void A_summary_of_one_point_does_not_take_the_name_of_a_curve()
    {
        IReadOnlyDictionary<string, string> names = MetricNames.Resolve(new Dictionary<string, int>(StringComparer.Ordinal) { ["train_loss"] = 1, ["loss"] = 40, ["eval_loss"] = 8 });
        names["loss"].ShouldBe("train_loss");
        names.ShouldNotContainKey("train_loss");
    }

    [Fact]
    public void Percents_become_fractions_and_that_is_said()
    {
        RunArtifacts run = Parse("step,epoch,train_loss,train_acc,val_acc\n1,0,1,55.0,41.5\n2,1,1,60,50\n3,2,1,100,62.5\n");
        run.Training!.Metrics.ValAccuracy!.Values.ToArray().ShouldBe([0.415, 0.5, 0.625]);
        run.Training.Metrics.TrainAccuracy!.Values[^1].ShouldBe(1);
        run.Warnings.ShouldHaveSingleItem().ShouldContain("train_accuracy and val_accuracy are in percent");
    }

    [Fact]
    public void A_share_outside_0_to_100_percent_is_kept_under_a_name_of_its_own()
    {
        RunArtifacts run = Parse("step,epoch,train_loss,val_accuracy,val_accuracy_as_logged\n1,0,1,-3,1\n2,1,1,250,2\n3,2,1,4,3\n");
        run.Training!.Metrics.ValAccuracy.ShouldBeNull();
        run.Training.Metrics.Find("val_accuracy_as_logged")!.Values.ToArray().ShouldBe([1, 2, 3]);
        run.Training.Metrics.Find("val_accuracy_as_logged_")!.Values.ToArray().ShouldBe([-3, 250, 4]);
        run.Warnings.ShouldHaveSingleItem().ShouldContain("outside 0 to 100 %");
    }

    [Fact]
    public void Parts_of_a_loss_are_summed_where_the_sum_was_not_logged()
    {
        RunArtifacts run = Parse("epoch,step,train/box_loss,train/cls_loss,val/box_loss,val/cls_loss\n0,1,1,2,3,4\n1,2,1,1,2,2\n2,3,0.5,0.5,1,1\n");
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([3, 2, 1]);
        run.Training.Metrics.ValLoss!.Values.ToArray().ShouldBe([7, 4, 2]);
        run.Training.Metrics.RecordedAs["val_loss"].ShouldBe("val/box_loss + val/cls_loss");
    }

    private static RunArtifacts Parse(string csv) => ArtifactParser.Parse(SomeRecord.RunWithMetrics(csv), cancellationToken: TestContext.Current.CancellationToken);
}
