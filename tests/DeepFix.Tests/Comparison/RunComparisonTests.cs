using System.Text.Json;
using CsCheck;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Comparison;
using static DeepFix.Tests.Comparison.SomeRuns;

namespace DeepFix.Tests.Comparison;

public sealed class RunComparisonTests
{
    [Fact]
    public void The_change_that_alone_separates_two_runs_explains_their_difference()
    {
        ComparisonResult result = Compare([Run("good", 0.95), Run("bad", 0.6, "learning_rate: 0.5")], "good");

        result.Metric.ShouldBe("val_accuracy");
        result.Reference.ShouldBe("good");
        result.Runs.Select(r => r.Verdict).ShouldBe([RunVerdict.Reference, RunVerdict.Worse]);
        Change change = result.Changed.ShouldHaveSingleItem();
        (change.What, change.Kind).ShouldBe(("learning_rate", ChangeKind.Param));
        change.Values.ShouldBe(new Dictionary<string, string> { ["good"] = "0.001", ["bad"] = "0.5" }, ignoreOrder: true);
        Explanation reason = result.Explanations.ShouldHaveSingleItem();
        (reason.Change, reason.From, reason.To).ShouldBe(("learning_rate", "0.001", "0.5"));
        reason.Confidence.ShouldBeGreaterThan(0.9);
        reason.Effect.Low.ShouldBeLessThan(-0.34);
        reason.Effect.High.ShouldBeGreaterThan(-0.34);
        reason.Effect.High.ShouldBeLessThan(-0.1);
        reason.ConfoundedWith.ShouldBeEmpty();
        result.Summary.ShouldStartWith("bad is worse than good. Most likely because of learning_rate (0.001 → 0.5");
    }

    [Fact]
    public void Changes_that_always_moved_together_are_said_to_be_confounded()
    {
        ComparisonResult result = Compare([Run("good", 0.95, "learning_rate: 0.001\nbatch_size: 32"), Run("bad", 0.6, "learning_rate: 0.5\nbatch_size: 512")], "good");

        result.Explanations.Select(e => e.Change).ShouldBe(["learning_rate", "batch_size"], ignoreOrder: true);
        result.Explanations.Single(e => e.Change == "learning_rate").ConfoundedWith.ShouldBe(["batch_size"]);
        result.Explanations.Single(e => e.Change == "batch_size").ConfoundedWith.ShouldBe(["learning_rate"]);
        result.Explanations.Sum(e => e.Confidence).ShouldBeInRange(0.9, 1.8);
        result.Summary.ShouldContain("always moved together");
    }

    [Fact]
    public void A_third_run_tells_confounded_changes_apart()
    {
        RunToCompare[] runs =
        [
            Run("a", 0.95, "learning_rate: 0.001\nbatch_size: 32"), Run("b", 0.6, "learning_rate: 0.5\nbatch_size: 512"), Run("c", 0.94, "learning_rate: 0.001\nbatch_size: 512"),
        ];

        ComparisonResult result = Compare(runs, "a");

        result.Runs.Select(r => r.Verdict).ShouldBe([RunVerdict.Reference, RunVerdict.Worse, RunVerdict.AsGood]);
        result.Explanations[0].Change.ShouldBe("learning_rate");
        result.Explanations[0].Confidence.ShouldBeGreaterThan(0.9);
        result.Explanations[0].ConfoundedWith.ShouldBeEmpty();
        result.Explanations.Skip(1).ShouldAllBe(e => e.Confidence < 0.3);
    }

    [Fact]
    public void What_the_worse_runs_own_analysis_names_is_likelier_the_reason()
    {
        RunToCompare good = Run("good", 0.95, "learning_rate: 0.001\ndropout_rate: 0.1");
        const string Settings = "learning_rate: 0.003\ndropout_rate: 0.8";
        double without = Of(Run("bad", 0.6, Settings)), with = Of(Run("bad", 0.6, Settings, causes: [Codes.ExcessiveRegularization]));

        with.ShouldBeGreaterThan(without);

        double Of(RunToCompare bad) => Compare([good, bad], "good").Explanations.Single(e => e.Change == "dropout_rate").Confidence;
    }

    [Fact]
    public void Runs_within_the_noise_of_seeds_are_as_good_and_nothing_is_explained()
    {
        ComparisonResult result = Compare([Run("one", 0.95), Run("two", 0.935, "learning_rate: 0.002")]);

        result.Runs.Select(r => r.Verdict).ShouldBe([RunVerdict.Reference, RunVerdict.AsGood]);
        result.Changed.Select(c => c.What).ShouldBe(["learning_rate"]);
        result.Explanations.ShouldBeEmpty();
        result.Summary.ShouldContain("within the noise");
    }

    [Fact]
    public void Repeats_that_differ_widely_widen_the_noise()
    {
        RunToCompare[] steady = [Run("a1", 0.90, Seed(1)), Run("a2", 0.905, Seed(2)), Run("a3", 0.895, Seed(3)), Run("b", 0.80, "learning_rate: 0.01")];
        RunToCompare[] shaky = [Run("a1", 0.98, Seed(1)), Run("a2", 0.80, Seed(2)), Run("a3", 0.92, Seed(3)), Run("b", 0.80, "learning_rate: 0.01")];

        Compare(steady, "a1").Runs[3].Verdict.ShouldBe(RunVerdict.Worse);
        Compare(shaky, "a3").Runs[3].Verdict.ShouldBe(RunVerdict.AsGood);

        static string Seed(int seed) => FormattableString.Invariant($"learning_rate: 0.001\nseed: {seed}");
    }

    [Fact]
    public void A_baseline_can_be_worse_than_the_others()
    {
        ComparisonResult result = Compare([Run("old", 0.7, "learning_rate: 0.00001"), Run("new", 0.95)], "old");
        result.Runs[1].Verdict.ShouldBe(RunVerdict.Better);
        result.Runs[1].Difference.ShouldNotBeNull().Low.ShouldBeGreaterThan(0);
        result.Explanations[0].Effect.Low.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_loss_is_better_when_it_is_lower_and_its_effect_is_in_its_own_unit()
    {
        ComparisonResult result = Compare([Logged("good", Losses(0.2)), Logged("bad", Losses(0.9), "learning_rate: 0.5")], "good");
        result.Metric.ShouldBe("val_loss");
        result.Runs[1].Verdict.ShouldBe(RunVerdict.Worse);
        Effect effect = result.Explanations[0].Effect;
        effect.Low.ShouldBeGreaterThan(0);
        effect.Low.ShouldBeLessThan(0.7);
        effect.High.ShouldBeGreaterThan(0.4);
    }

    [Fact]
    public void A_metric_whose_direction_no_name_tells_is_not_judged()
    {
        const string Csv = "step,epoch,train_loss,goodness\n1,0,1,1\n2,1,0.5,2\n3,2,0.4,3\n";
        ComparisonResult result = Compare([Logged("a", Csv), Logged("b", Csv.Replace('3', '9'))], metric: "goodness");
        result.Metric.ShouldBeNull();
        result.Runs.ShouldAllBe(r => r.Verdict == RunVerdict.NotComparable);
        result.Explanations.ShouldBeEmpty();
        result.Warnings.ShouldContain(w => w.Contains("goodness", StringComparison.Ordinal) && w.Contains("not judged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_without_the_metric_is_not_comparable_and_the_others_are_compared()
    {
        ComparisonResult result = Compare([Run("a", 0.95), Run("b", 0.6, "learning_rate: 0.5"), Logged("c", "step,epoch,grad_norm\n1,0,3\n2,1,2\n")], "a");
        result.Runs.Select(r => r.Verdict).ShouldBe([RunVerdict.Reference, RunVerdict.Worse, RunVerdict.NotComparable]);
    }

    [Fact]
    public void Runs_on_other_data_or_with_another_loss_are_not_held_against_each_other()
    {
        Compare([Run("a", 0.95), Run("b", 0.6, dataset: "wine"), Run("c", 0.94)], "a").Runs[1].Verdict.ShouldBe(RunVerdict.NotComparable);
        ComparisonResult losses = Compare([Logged("a", Losses(0.2), "loss_function: mse"), Logged("b", Losses(0.9), "loss_function: mae"), Logged("c", Losses(0.3), "loss_function: mse")], "a");
        losses.Runs[1].Verdict.ShouldBe(RunVerdict.NotComparable);
        losses.Warnings.ShouldContain(w => w.StartsWith("b has another loss_function", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_ended_in_NaN_counts_as_the_worst()
    {
        ComparisonResult result = Compare([Logged("good", Losses(0.2)), Logged("broken", Losses(0.5) + "21,20,nan,nan\n", "learning_rate: 0.5")], "good");
        result.Runs[1].Verdict.ShouldBe(RunVerdict.Worse);
        result.Warnings.ShouldContain(w => w.Contains("NaN", StringComparison.Ordinal) && w.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_was_cut_short_is_read_where_it_ended()
        => Compare([Run("whole", 0.95), Run("cut", 0.6, epochs: 5)], "whole").Warnings.ShouldContain(w => w.StartsWith("cut ended at epoch 4 of the reference's 19: there the reference had val_accuracy", StringComparison.Ordinal));

    [Fact]
    public void A_run_that_still_trains_is_said_to()
        => Compare([Run("a", 0.9), Run("b", 0.9, status: RunStatus.Running)]).Warnings.ShouldContain(w => w.StartsWith("b is still RUNNING", StringComparison.Ordinal));

    [Fact]
    public void Curves_are_read_at_the_same_epochs()
    {
        ComparedCurve curve = Compare([Run("a", 0.95), Run("b", 0.6, epochs: 5)]).Curves[0];
        (curve.Series, curve.Axis).ShouldBe(("val_accuracy", "epoch"));
        curve.At.Count.ShouldBe(20);
        curve.Values["a"].Count.ShouldBe(20);
        curve.Values["b"].Take(5).ShouldAllBe(v => v != null);
        curve.Values["b"].Skip(5).ShouldAllBe(v => v == null);
    }

    [Fact]
    public void Code_and_versions_are_changes_of_the_environment()
    {
        ComparisonResult result = Compare(
            [Run("a", 0.95, tags: Tags("abc", "2.4")), Run("b", 0.6, tags: Tags("def", "2.5"))], "a");
        result.Changed.Select(c => (c.What, c.Kind)).ShouldBe([("git commit", ChangeKind.Environment), ("torch_version", ChangeKind.Environment)]);
        result.Explanations[0].Change.ShouldBe("git commit");
        result.Explanations[0].ConfoundedWith.ShouldBe(["torch_version"]);

        static Dictionary<string, string> Tags(string commit, string version) => new(StringComparer.Ordinal) { ["mlflow.source.git.commit"] = commit, ["torch_version"] = version, ["mlflow.user"] = commit };
    }

    [Fact]
    public void Names_of_one_setting_are_one_setting()
        => Compare([Run("a", 0.95, "learning_rate: 0.001"), Run("b", 0.95, "lr: 1e-3\noutput_dir: /elsewhere")]).Changed.ShouldBeEmpty();

    [Fact]
    public void The_wire_form_is_that_of_the_contract()
    {
        ComparisonResult result = Compare([Run("a", 0.95), Run("b", 0.6, "learning_rate: 0.5", epochs: 5)], "a") with { RequestId = "req_1" };
        JsonElement json = JsonSerializer.SerializeToElement(result, DeepFixJson.Default.ComparisonResult);
        json.GetProperty("runs")[0].GetProperty("verdict").GetString().ShouldBe("reference");
        json.GetProperty("changed")[0].GetProperty("kind").GetString().ShouldBe("param");
        json.GetProperty("changed")[0].GetProperty("values").GetProperty("b").GetString().ShouldBe("0.5");
        json.GetProperty("explanations")[0].GetProperty("effect").GetProperty("metric").GetString().ShouldBe("val_accuracy");
        json.GetProperty("explanations")[0].GetProperty("confounded_with").GetArrayLength().ShouldBe(0);
        ComparisonResult read = json.Deserialize(DeepFixJson.Default.ComparisonResult)!;
        read.Curves.Count.ShouldBe(result.Curves.Count);
        read.Runs[1].Metrics["val_accuracy"].ShouldBe(result.Runs[1].Metrics["val_accuracy"], 1e-6);
    }

    [Fact]
    public void A_hundred_runs_are_compared_quickly_and_alike_in_any_order()
    {
        var random = new Random(7);
        RunToCompare[] runs = [.. Enumerable.Range(0, 100).Select(i => Some(i, Math.Pow(10, -5 + (5 * random.NextDouble())), random))];
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        ComparisonResult result = Compare(runs, "r0");
        System.Diagnostics.Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        result.Explanations[0].Change.ShouldBe("learning_rate");
        result.Explanations[0].Confidence.ShouldBeGreaterThan(0.9);
        result.Explanations.Skip(1).ShouldAllBe(e => e.Confidence < 0.5);

        static RunToCompare Some(int i, double rate, Random random)
        {
            double accuracy = 0.95 - (0.12 * Math.Pow(Math.Log10(rate) + 3, 2)) + (0.01 * (random.NextDouble() - 0.5));
            return Run(
                FormattableString.Invariant($"r{i}"), Math.Max(0.12, accuracy),
                FormattableString.Invariant($"learning_rate: {rate}\nbatch_size: {16 << random.Next(5)}\nweight_decay: {Math.Pow(10, -random.Next(2, 6))}\nhidden_units: {32 << random.Next(4)}\nfold: {random.Next(5)}"));
        }
    }

    [Fact]
    public void Whatever_is_compared_confidences_are_probabilities_and_intervals_are_finite()
        => Gen.Select(Gen.Double[-0.5, 1.5].Array[2, 6], Gen.Int[0, 4].Array[12]).Sample(
            (levels, picks) =>
            {
                RunToCompare[] runs = [.. levels.Select((level, i) => Run(FormattableString.Invariant($"r{i}"), level, FormattableString.Invariant($"learning_rate: {Math.Pow(10, -picks[i])}\nbatch_size: {picks[i + 1]}\ndropout: {picks[i + 6] / 4.0}")))];
                ComparisonResult result = Compare(runs);
                result.Explanations.ShouldAllBe(e => e.Confidence >= 0 && e.Confidence <= 1 && double.IsFinite(e.Effect.Low) && e.Effect.Low <= e.Effect.High && double.IsFinite(e.Effect.High));
                result.Runs.Count(r => r.Verdict == RunVerdict.Reference).ShouldBe(1);
            },
            iter: 60, threads: 1);

    [Fact]
    public void Fewer_than_two_runs_or_one_twice_is_refused()
    {
        Should.Throw<ArgumentException>(() => Compare([Run("a", 0.9)]));
        Should.Throw<ArgumentException>(() => Compare([Run("a", 0.9), Run("a", 0.9)]));
    }

    private static string Losses(double end)
        => "step,epoch,train_loss,val_loss\n" + string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{i + 1},{i},{end * (1 + Math.Exp(-i)):0.####},{end * (1 + Math.Exp(-i)):0.####}\n")));
}
