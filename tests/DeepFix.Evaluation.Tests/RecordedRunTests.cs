using DeepFix.Artifacts;
using DeepFix.Evaluation.Transformations;

namespace DeepFix.Evaluation.Tests;

public sealed class RecordedRunTests
{
    private static readonly RecordedRun Run = BundledRuns.Healthy.First();

    [Fact]
    public void An_untouched_run_is_read_as_its_folder_is()
    {
        foreach (LabelledRun labelled in BundledRuns.All)
        {
            TrainingArtifacts text = RecordedRun.Read(labelled.Folder).Parse().Training!, folder = labelled.Parse().Training!;
            text.Metrics.Series.Select(s => (s.Name, Values: string.Join(' ', s.Values.ToArray()))).ShouldBe(folder.Metrics.Series.Select(s => (s.Name, Values: string.Join(' ', s.Values.ToArray()))));
            text.Parameters.LearningRate.ShouldBe(folder.Parameters.LearningRate);
            text.Facts.ShouldBe(folder.Facts);
        }
    }

    [Fact]
    public void Cells_lines_and_rows_are_changed_and_nothing_else()
    {
        RecordedRun changed = Run.Changing("train_loss", (_, loss) => 2 * loss).Declaring("scheduler", "cosine").Describing("num_classes", "9").WithRows([0, 1, 2, 3]);
        changed.Numbers("train_loss").ShouldBe([.. Run.Numbers("train_loss").Take(4).Select(l => double.Parse(RecordedRun.Text(2 * l), System.Globalization.CultureInfo.InvariantCulture))]);
        changed.Numbers("val_loss").ShouldBe(Run.Numbers("val_loss").Take(4));
        changed.DeclaredText("scheduler").ShouldBe("cosine");
        changed.Parse().Training!.Parameters.Scheduler.ShouldBe("cosine");
        changed.Described("num_classes").ShouldBe(9);
        Run.Without("val_loss").Parse().Training!.Metrics.ValLoss.ShouldBeNull();
        Run.Renaming("train_loss", "loss").Parse().Training!.Metrics.TrainLoss.ShouldNotBeNull();
    }
}
