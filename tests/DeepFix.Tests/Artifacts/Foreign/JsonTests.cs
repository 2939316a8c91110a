using System.Globalization;
using DeepFix.Artifacts.Foreign;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>JSON in the forms in which histories are kept.</summary>
public sealed class JsonTests
{
    private static readonly double[] Train = [2.5, 1.25, 0.625, 0.5];
    private static readonly double[] Val = [2.75, 1.5, 1.125, 1.25];

    private static void ShouldBeRead(ForeignLog log)
    {
        log.Values("train_loss").ShouldBe(Train);
        log.Values("val_loss").ShouldBe(Val);
    }

    [Theory]
    [InlineData("""{"loss": [2.5, 1.25, 0.625, 0.5], "val_loss": [2.75, 1.5, 1.125, 1.25]}""")]
    [InlineData("""{"history": {"loss": [2.5, 1.25, 0.625, 0.5], "val_loss": [2.75, 1.5, 1.125, 1.25]}, "params": {"epochs": 4}}""")]
    [InlineData("""{"train": {"loss": [2.5, 1.25, 0.625, 0.5]}, "val": {"loss": [2.75, 1.5, 1.125, 1.25]}}""")]
    [InlineData("""{"loss": {"0": 2.5, "1": 1.25, "3": 0.5, "2": 0.625}, "val_loss": {"0": 2.75, "1": 1.5, "2": 1.125, "3": 1.25}}""")]
    [InlineData("""{"train_loss": "[2.5, 1.25, 0.625, 0.5]", "val_loss": "[2.75, 1.5, 1.125, 1.25]"}""")]
    [InlineData("""{"train_loss": [[0, 2.5], [1, 1.25], [2, 0.625], [3, 0.5]], "val_loss": [[0, 2.75], [1, 1.5], [2, 1.125], [3, 1.25]]}""")]
    [InlineData("""[{"epoch": 1, "loss": 2.5, "val_loss": 2.75}, {"epoch": 2, "loss": 1.25, "val_loss": 1.5}, {"epoch": 3, "loss": 0.625, "val_loss": 1.125}, {"epoch": 4, "loss": 0.5, "val_loss": 1.25}]""")]
    [InlineData("""[{"epoch": 1, "train": {"loss": 2.5}, "val": {"loss": 2.75}}, {"epoch": 2, "train": {"loss": 1.25}, "val": {"loss": 1.5}}, {"epoch": 3, "train": {"loss": 0.625}, "val": {"loss": 1.125}}, {"epoch": 4, "train": {"loss": 0.5}, "val": {"loss": 1.25}}]""")]
    [InlineData("""{"epochs": [{"loss": 2.5, "val_loss": 2.75}, {"loss": 1.25, "val_loss": 1.5}, {"loss": 0.625, "val_loss": 1.125}, {"loss": 0.5, "val_loss": 1.25}], "best": 3}""")]
    [InlineData("""{"train": [{"loss": 2.5}, {"loss": 1.25}, {"loss": 0.625}, {"loss": 0.5}], "val": [{"loss": 2.75}, {"loss": 1.5}, {"loss": 1.125}, {"loss": 1.25}]}""")]
    [InlineData("""{"columns": ["loss", "val_loss"], "index": [0, 1, 2, 3], "data": [[2.5, 2.75], [1.25, 1.5], [0.625, 1.125], [0.5, 1.25]]}""")]
    public void Every_form_of_a_history_gives_the_same_curves(string json) => ShouldBeRead(Logs.Read(json, "history.json"));

    [Fact]
    public void Arrays_of_other_things_shift_nothing_and_an_epoch_is_counted()
    {
        ForeignLog log = Logs.Read("""{"phase_starts": [0, 2], "classes": ["a", "b"], "train_loss": [4, NaN, 2, Infinity], "train_acc": [10, 20.5, 30, 40], "timestamp": "2026"}""");
        log.Values("train_loss").ShouldBe([4, double.NaN, 2, double.PositiveInfinity]);
        log.Values("train_accuracy").ShouldBe([0.1, 0.205, 0.3, 0.4]);
        log.Metrics().Find("train_loss")!.Epochs.ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void A_validation_every_so_many_values_stands_at_every_so_manyth_and_is_said_to()
    {
        ForeignLog log = Logs.Read("""{"train_loss": [6, 5, 4, 3, 2, 1], "val_loss": [5, 4, 3]}""");
        log.Csv().ShouldBe("step,epoch,train_loss,val_loss\n0,1,6,\n1,2,5,5\n2,3,4,\n3,4,3,4\n4,5,2,\n5,6,1,3\n");
        log.Notes.ShouldContain(n => n.StartsWith("val_loss has 3 values where others have 6", StringComparison.Ordinal));
    }

    [Fact]
    public void A_document_that_breaks_off_is_read_up_to_there()
    {
        ForeignLog log = Logs.Read("""[{"epoch": 1, "loss": 2}, {"epoch": 2, "loss": 1.5}, {"epoch": 3, "loss": 1}, {"epoch": 4, "lo""");
        log.Values("train_loss").ShouldBe([2, 1.5, 1]);
        log.Notes.ShouldContain(n => n.Contains("ends in the middle"));
    }

    [Fact]
    public void The_trainers_state_joins_training_and_evaluation_and_leaves_its_summary_out()
    {
        ForeignLog log = Logs.Read(
            """
            {"global_step": 40, "max_steps": 40, "num_train_epochs": 2, "train_batch_size": 8, "log_history": [
              {"epoch": 0.25, "learning_rate": 5e-05, "loss": 4.0, "grad_norm": 1.5, "step": 5},
              {"epoch": 0.5, "learning_rate": 4e-05, "loss": 3.0, "grad_norm": 1.0, "step": 10},
              {"epoch": 0.5, "eval_loss": 3.25, "eval_accuracy": 0.5, "eval_runtime": 1.0, "step": 10},
              {"epoch": 1.0, "eval_loss": 2.25, "eval_accuracy": 0.75, "eval_runtime": 1.0, "step": 20},
              {"epoch": 1.5, "loss": 1.0, "step": 30},
              {"epoch": 2.0, "step": 40, "total_flos": 1e15, "train_loss": 2.5, "train_runtime": 99.0}]}
            """, "trainer_state.json");
        log.Values("train_loss").ShouldBe([3.5, 1]);
        log.Values("val_loss").ShouldBe([3.25, 2.25]);
        log.Values("val_accuracy").ShouldBe([0.5, 0.75]);
        using var settings = new StreamReader(log.Files[1].Open());
        settings.ReadToEnd().ShouldContain("\"batch_size\": \"8\"");
    }

    [Fact]
    public void Lines_of_objects_are_rows_whatever_their_keys()
    {
        ForeignLog log = Logs.Read("{\"train_loss\": 6.5, \"test_loss\": 6.0, \"test_acc1\": 12.5, \"epoch\": 0, \"n_parameters\": 5}\n\n{\"epoch\": 1, \"test_acc1\": 25.0, \"train_loss\": 5.5, \"test_loss\": 5.0}\r\n{\"epoch\": 2, \"train_loss\": 4.5, \"test_loss\": 4.0, \"test_acc1\": 50.0, \"list\": [1, 2]}\n{\"epoch\": 3, \"train_");
        log.Values("train_loss").ShouldBe([6.5, 5.5, 4.5]);
        log.Values("val_loss").ShouldBe([6, 5, 4]);
        log.Values("val_accuracy").ShouldBe([0.125, 0.25, 0.5]);
        log.Notes.ShouldContain(n => n.Contains("passed over"));
    }

    [Fact]
    public void A_mode_says_what_rows_were_measured_on()
    {
        string lines = "{\"env_info\": \"x\"}\n" + string.Concat(Enumerable.Range(1, 3).Select(e => string.Create(CultureInfo.InvariantCulture, $"{{\"mode\": \"train\", \"epoch\": {e}, \"iter\": 50, \"lr\": 0.1, \"loss\": {4 - e}}}\n{{\"mode\": \"train\", \"epoch\": {e}, \"iter\": 100, \"lr\": 0.1, \"loss\": {3 - e}}}\n{{\"mode\": \"val\", \"epoch\": {e}, \"iter\": 20, \"loss\": {5 - e}}}\n")));
        ForeignLog log = Logs.Read(lines, "x.log.json");
        log.Values("train_loss").ShouldBe([2.5, 1.5, 0.5]);
        log.Values("val_loss").ShouldBe([4, 3, 2]);
    }

    [Fact]
    public void Objects_behind_other_text_and_numbers_as_text_are_read()
        => Logs.Read("2026-01-01 | INFO | train | {\"epoch\": 1, \"train_loss\": \"4.5\", \"train_lr\": \"0.1\"}\n2026-01-01 | INFO | valid | {\"epoch\": 1, \"valid_loss\": \"5\"}\n2026-01-02 | INFO | train | {\"epoch\": 2, \"train_loss\": \"3.5\"}\n2026-01-02 | INFO | valid | {\"epoch\": 2, \"valid_loss\": \"4\"}\n").Csv()
            .ShouldBe("step,epoch,train_loss,val_loss,learning_rate\n0,1,4.5,5,0.1\n1,2,3.5,4,\n");

    [Fact]
    public void Iterations_without_epochs_stay_rows()
    {
        ForeignLog log = Logs.Read("{\"iteration\": 19, \"total_loss\": 2.5, \"loss_cls\": 1, \"lr\": 0.1}\n{\"iteration\": 39, \"total_loss\": 1.5, \"loss_cls\": 0.5, \"lr\": 0.1}\n");
        log.Format.ShouldBe("detectron2 metrics.json");
        log.Values("train_loss").ShouldBe([2.5, 1.5]);
    }

    [Fact]
    public void A_generators_terms_are_summed()
        => Logs.Read("================ Training Loss (Thu) ================\n(epoch: 1, iters: 100, time: 0.4, data: 3.1) G_GAN: 0.5 G_L1: 8.0 D_real: 2.4 D_fake: 1.2\n(epoch: 2, iters: 200, time: 0.4, data: 3.1) G_GAN: 0.25 G_L1: 4.0 D_real: 2.4 D_fake: 1.2 \n", "loss_log.txt").Values("train_loss").ShouldBe([8.5, 4.25]);

    [Theory]
    [InlineData("epoch:  {0}\n2020-01-01 10:00:00.1: train loss : {1}\n2020-01-01 10:00:00.1: validation loss: {2}\nlr: 0.0099\n")]
    [InlineData("2023-01-01 10:00:00.123456: Epoch {0}\n2023-01-01 10:00:00.123456: Current learning rate: 0.01\n2023-01-01 10:00:01.123456: train_loss {1}\n2023-01-01 10:00:02.123456: val_loss {2}\n2023-01-01 10:00:02.1: Pseudo dice [0.5]\n")]
    public void Both_versions_of_nnUNets_log_are_read(string block)
    {
        ForeignLog log = Logs.Read(string.Concat(Enumerable.Range(7, 3).Select(e => string.Format(CultureInfo.InvariantCulture, block, e, -0.1 * e, -0.05 * e))));
        log.Values("train_loss").Length.ShouldBe(3);
        log.Values("train_loss")[0].ShouldBe(-0.7, 1e-9);
        log.Values("val_loss")[2].ShouldBe(-0.45, 1e-9);
        log.Metrics().Find("train_loss")!.Epochs.ToArray().ShouldBe([7, 8, 9]);
    }
}
