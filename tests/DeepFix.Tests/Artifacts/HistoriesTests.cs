using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Runs that logged to MLflow only, as Lightning's logger and autologging do.</summary>
public sealed class HistoriesTests
{
    private static readonly RunRecord Lightning = new()
    {
        RunId = "run",
        Status = RunStatus.Finished,
        Histories =
        [
            SomeRecord.History("train_loss_step", (49, 0.9), (99, 0.7), (149, 0.5)),
            SomeRecord.History("train_loss_epoch", (99, 0.8), (199, 0.6), (299, 0.4)),
            SomeRecord.History("val_loss", (99, 0.85), (199, 0.65), (299, 0.55)),
            SomeRecord.History("epoch", (49, 0), (99, 0), (99, 0), (149, 1), (199, 1), (199, 1), (299, 2), (299, 2)),
            SomeRecord.History("lr-Adam", (0, 0.001), (100, 0.0005), (200, 0.0001)),
            SomeRecord.History("system/cpu_utilization_percentage", (0, 50), (1, 60)),
            SomeRecord.History("deepfix.score", (0, 1)),
        ],
        Params = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["optimizer"] = "<class 'torch.optim.adam.Adam'>", ["lr"] = "0.001", ["model/name"] = "'ResNet'", ["args.batch_size"] = "64", ["max_epochs"] = "3.0", ["dropout"] = "None",
            ["shuffle"] = "True", ["gradient_clip_val"] = "None", ["lr_scheduler"] = "False", ["criterion"] = "CrossEntropyLoss()",
        },
    };

    [Fact]
    public void Metrics_are_rebuilt_under_their_contract_names_with_the_epochs_logged_beside_them()
    {
        MetricTable metrics = Parse(Lightning).Training.ShouldNotBeNull().Metrics;
        metrics.TrainLoss!.Values.ToArray().ShouldBe([0.8, 0.6, 0.4]);
        metrics.RecordedAs["train_loss"].ShouldBe("train_loss_epoch");
        metrics.Find("train_loss_step")!.Count.ShouldBe(3);
        metrics.ValLoss!.Epochs.ToArray().ShouldBe([0, 1, 2]);
        metrics.LearningRate!.Epochs.ToArray().ShouldBe([0, 1, 2], "a rate is logged when its epoch begins");
        metrics.Series.ShouldNotContain(s => s.Name.StartsWith("system/") || s.Name.StartsWith("deepfix") || s.Name == "epoch");
    }

    [Fact]
    public void Params_are_read_as_Python_writes_them()
    {
        TrainingParameters read = Parse(Lightning).Training!.Parameters;
        (read.Optimizer, read.LearningRate, read.BatchSize, read.NumEpochs, read.Shuffle).ShouldBe(("Adam", 0.001, 64, 3, true));
        (read.DropoutRate, read.GradientClipVal, read.Scheduler, read.LossFunction, read.Source).ShouldBe((null, 0d, "none", "CrossEntropyLoss()", "MLflow params"));
    }

    [Theory]
    [InlineData("scheduler", "None")]
    [InlineData("lr_scheduler", "None")]
    [InlineData("lr_scheduler", "False")]
    public void A_schedule_declared_to_be_absent_is_none_under_any_of_its_names(string key, string value)
        => Parse(Lightning with { Params = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value } }).Training!.Parameters.Scheduler.ShouldBe("none");

    [Fact]
    public void A_warning_says_what_was_rebuilt()
    {
        Parse(Lightning).Warnings.ShouldHaveSingleItem().ShouldStartWith("Metrics and params were rebuilt from the run's MLflow metric histories and params");
        Parse(Lightning with { Params = new Dictionary<string, string>(StringComparer.Ordinal) }).Warnings.ShouldHaveSingleItem().ShouldStartWith("Metrics were rebuilt");
    }

    [Fact]
    public void A_step_repeated_after_a_resume_takes_its_later_value_in_whatever_order_points_come()
    {
        MetricPoint[] points = [new(1, 9, 10), new(2, 8, 20), new(3, 7, 30), new(2, 5, 40), new(3, 4, 50), new(4, 3, 60)];
        foreach (MetricPoint[] order in (MetricPoint[][])[points, [.. points.Reverse()]])
        {
            MetricSeries loss = Parse(Lightning with { Histories = [new MetricHistory("train_loss", order)] }).Training!.Metrics.TrainLoss!;
            loss.Steps.ToArray().ShouldBe([1, 2, 3, 4]);
            loss.Values.ToArray().ShouldBe([9, 5, 4, 3]);
        }
    }

    [Fact]
    public void Points_that_differ_in_value_alone_give_one_result_in_either_order()
    {
        MetricPoint[] points = [new(1, 1, 5), new(2, 7, 6), new(2, 3, 6), new(3, 1, 7)];
        double Second(MetricPoint[] order) => Parse(Lightning with { Histories = [new MetricHistory("train_loss", order)] }).Training!.Metrics.TrainLoss!.Values[1];
        Second(points).ShouldBe(Second([.. points.Reverse()]));
    }

    [Fact]
    public void A_metric_logged_without_steps_is_counted_in_order_of_time_and_that_is_said()
    {
        RunArtifacts run = Parse(Lightning with { Histories = [SomeRecord.History("loss", (0, 3), (0, 2), (0, 1))] });
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([3, 2, 1]);
        run.Training.Metrics.TrainLoss.Steps.ToArray().ShouldBe([0, 1, 2]);
        run.Warnings.ShouldContain(w => w.StartsWith("loss was logged 3 times at step 0"));
    }

    [Fact]
    public void Artifacts_win_over_histories_and_params()
    {
        RunArtifacts run = Parse(Lightning with
        {
            Files =
            [
                SomeRecord.File("training_artifacts/metrics.csv", "step,epoch,train_loss\n1,0,5\n2,1,4\n3,2,3\n"),
                SomeRecord.File("training_artifacts/params.yaml", "model_name: net\noptimizer: SGD\nlearning_rate: 0.5\n"),
            ],
        });
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([5, 4, 3]);
        run.Training.Parameters.LearningRate.ShouldBe(0.5);
        run.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void An_unreadable_table_is_named_and_the_histories_stand_in()
    {
        RunArtifacts run = Parse(Lightning with { Files = [SomeRecord.File("training_artifacts/metrics.csv", "0.1,0.2\n0.3,0.4\n")] });
        run.Training!.Metrics.TrainLoss!.Count.ShouldBe(3);
        run.Warnings.ShouldContain(w => w.StartsWith("training_artifacts/metrics.csv, line 1: The first line holds no column names."));
        run.Warnings.ShouldContain(w => w.StartsWith("Metrics and params were rebuilt"));
    }

    [Theory]
    [InlineData(RunStatus.Running, "RUNNING")]
    [InlineData(RunStatus.Scheduled, "SCHEDULED")]
    [InlineData(RunStatus.Failed, "FAILED")]
    [InlineData(RunStatus.Killed, "KILLED")]
    public void A_run_that_did_not_end_says_so_first(RunStatus status, string word)
    {
        RunArtifacts run = Parse(Lightning with { Status = status });
        run.Warnings[0].ShouldContain(word);
        (run.Status, run.Training!.Status).ShouldBe((status, status));
    }

    [Fact]
    public void A_parent_without_metrics_names_its_children()
    {
        RunArtifacts run = Parse(new RunRecord { RunId = "parent", ChildRunIds = [.. Enumerable.Range(1, 12).Select(i => FormattableString.Invariant($"child{i}"))] });
        run.Training.ShouldBeNull();
        run.Warnings.ShouldHaveSingleItem().ShouldContain("12 child runs instead: child1, child2");
        run.Warnings[0].ShouldEndWith("child10 and 2 more.");
    }

    [Fact]
    public void A_run_without_anything_is_parsed_without_a_word()
    {
        RunArtifacts run = Parse(new RunRecord { RunId = "empty", Status = RunStatus.Finished });
        (run.Training, run.Dataset, run.Deepchecks, run.Warnings.Count, run.AnalyzedPaths.Count).ShouldBe((null, null, null, 0, 0));
    }

    private static RunArtifacts Parse(RunRecord record) => ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken);
}
