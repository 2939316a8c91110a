using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Comparison;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Comparison;

/// <summary>Runs to compare, from a level of validation accuracy and a few declared settings.</summary>
internal static class SomeRuns
{
    /// <summary>A run that ends near an accuracy, with settings as params.yaml has them.</summary>
    public static RunToCompare Run(string id, double accuracy, string settings = "learning_rate: 0.001", int epochs = 20, string[]? causes = null, string dataset = "digits", IReadOnlyDictionary<string, string>? tags = null, RunStatus status = RunStatus.Finished)
        => Logged(id, Csv(accuracy, epochs), settings, causes, dataset, tags, status);

    /// <summary>Compares runs until the test is over.</summary>
    public static ComparisonResult Compare(IReadOnlyList<RunToCompare> runs, string? baseline = null, string? metric = null)
        => RunComparison.Compare(runs, baseline, metric, TestContext.Current.CancellationToken);

    /// <summary>A run with a metrics.csv.</summary>
    public static RunToCompare Logged(string id, string csv, string settings = "learning_rate: 0.001", string[]? causes = null, string dataset = "digits", IReadOnlyDictionary<string, string>? tags = null, RunStatus status = RunStatus.Finished)
    {
        var record = new RunRecord
        {
            RunId = id,
            Status = status,
            Tags = tags ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Files =
            [
                SomeRecord.File("training_artifacts/metrics.csv", csv),
                SomeRecord.File("training_artifacts/params.yaml", $"model_name: mlp\noptimizer: Adam\n{settings}\n"),
                SomeRecord.File("dataset/metadata.yaml", $"dataset_name: {dataset}\nnum_train_samples: 1000\nnum_val_samples: 2000\nnum_classes: 10\n"),
            ],
        };
        RunArtifacts run = ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken);
        var result = new AnalysisResult
        {
            RequestId = "",
            RunId = id,
            Status = AnalysisStatus.Completed,
            Summary = "",
            RootCauses = [.. (causes ?? []).Select(c => new RootCause { Code = c, Title = c, Confidence = 0.8 })],
        };
        return RunToCompare.Of(record, run, result, TestContext.Current.CancellationToken);
    }

    private static string Csv(double accuracy, int epochs)
    {
        var csv = new StringBuilder("step,epoch,train_loss,val_loss,val_accuracy\n");
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double done = 1 - Math.Exp(-4.0 * epoch / epochs), now = 0.1 + ((accuracy - 0.1) * done);
            csv.Append(CultureInfo.InvariantCulture, $"{(epoch + 1) * 10},{epoch},{2.3 - (2 * now):0.####},{2.4 - (2 * now):0.####},{now:0.####}\n");
        }

        return csv.ToString();
    }
}
