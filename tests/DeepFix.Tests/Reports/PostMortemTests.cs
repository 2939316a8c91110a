using System.Globalization;
using System.Text;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed class PostMortemTests
{
    private const int Epochs = 40;
    private const int Best = 8;

    [Fact]
    public async Task It_tells_when_overfitting_began_and_what_stopping_would_have_saved_in_epochs()
    {
        string text = MarkdownReport.Render(await AnalyzeAsync(Csv(Overfits)));
        text.ShouldContain("**When did it go wrong?** At epoch ");
        text.ShouldContain("**What would stopping earlier have saved?** val_loss was best at epoch 8 (0.5). Stopping there, or keeping that checkpoint, would have saved 31 epochs, and given the better model: the run ended at 1.12.");
        text.ShouldContain("| epoch 8 | best val_loss: 0.5 |  |");
        text.ShouldContain("| epoch 39 | the run ends; val_loss: 1.12 |  |");
    }

    [Theory]
    [InlineData("time", 360, "would have saved 31 epochs, 3.1 hours of 4 hours, and")]
    [InlineData("wall_time", 30, "would have saved 31 epochs, 15.5 minutes of 20 minutes, and")]
    public async Task Where_time_was_logged_it_tells_the_time(string column, double secondsPerEpoch, string told)
        => HtmlReport.Render(await AnalyzeAsync(Csv(Overfits, column, secondsPerEpoch))).ShouldContain(told);

    [Fact]
    public async Task A_history_of_MLflow_has_the_time_of_its_points()
    {
        MetricPoint[] Points(Func<int, double> value) => [.. Enumerable.Range(0, Epochs).Select(i => new MetricPoint(i, value(i), 1_700_000_000_000 + (i * 60_000L)))];
        var record = new RunRecord { RunId = "r", Status = RunStatus.Finished, Histories = [new MetricHistory("val_loss", Points(Overfits)), new MetricHistory("train_loss", Points(i => 1.0 / (i + 1)))] };
        MarkdownReport.Render(await AnalyzeAsync(record)).ShouldContain(", 31 minutes of 39 minutes, and given the better model");
    }

    [Fact]
    public async Task Points_that_were_all_written_at_once_tell_no_time()
    {
        MetricPoint[] Points(Func<int, double> value) => [.. Enumerable.Range(0, Epochs).Select(i => new MetricPoint(i, value(i), 1_700_000_000_000 + i))];
        var record = new RunRecord { RunId = "r", Status = RunStatus.Finished, Histories = [new MetricHistory("val_loss", Points(Overfits)), new MetricHistory("train_loss", Points(i => 1.0 / (i + 1)))] };
        MarkdownReport.Render(await AnalyzeAsync(record)).ShouldContain("31 logged points, and given the better model");
    }

    [Fact]
    public async Task A_run_that_ends_in_NaN_went_wrong_where_the_first_stood()
    {
        string text = MarkdownReport.Render(await AnalyzeAsync(Csv(i => i < 20 ? 1.0 / (i + 1) : double.NaN)));
        text.ShouldContain("**When did it go wrong?** At epoch 20: loss is not a number (F");
        text.ShouldContain("val_loss was best at epoch 19 (0.05). Stopping there, or keeping that checkpoint, would have saved 20 epochs, and given the better model: at the end it was no finite number.");
    }

    [Fact]
    public async Task A_run_that_was_best_at_its_end_would_have_saved_nothing()
    {
        string text = MarkdownReport.Render(await AnalyzeAsync(Csv(i => 0.2 + (1.0 / (i + 1)))));
        text.ShouldContain("**What would stopping earlier have saved?** Nothing: val_loss was best at epoch 39 (0.225), where the run ended.");
    }

    [Fact]
    public void A_result_without_a_course_has_no_such_section()
        => HtmlReport.Render(SomeResult.With("run") with { AgentResults = [] }).ShouldNotContain(CourseSection.Heading);

    private static double Overfits(int epoch) => epoch <= Best ? 0.5 + (0.1 * (Best - epoch)) : 0.5 + (0.02 * (epoch - Best));

    private static RunRecord Csv(Func<int, double> valLoss, string? clock = null, double secondsPerEpoch = 0)
    {
        var csv = new StringBuilder(clock is null ? "step,epoch,train_loss,val_loss\n" : $"step,epoch,train_loss,val_loss,{clock}\n");
        for (int i = 0; i < Epochs; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{i},{i},{(double.IsNaN(valLoss(i)) ? double.NaN : 1.0 / (i + 1)):R},{valLoss(i):R}");
            csv.Append(clock is null ? "\n" : FormattableString.Invariant($",{(i + 1) * secondsPerEpoch:R}\n"));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(csv.ToString());
        return new RunRecord { RunId = "r", Status = RunStatus.Finished, Files = [new RunFile("training_artifacts/metrics.csv", bytes.Length, () => new MemoryStream(bytes))] };
    }

    private static Task<AnalysisResult> AnalyzeAsync(RunRecord record)
        => AnalysisPipeline.Default.RunAsync(ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken), new AnalysisOptions());
}
