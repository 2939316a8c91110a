using DeepFix.Api;
using DeepFix.Client.Recording;
using DeepFix.Fetch;

namespace DeepFix.Client.Tests.Recording;

/// <summary>A training that a test records, in a folder of its own.</summary>
internal sealed class Recorded : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-recorder-").FullName;
    private readonly StringWriter _output = new();

    public static TrainingSetup Setup { get; } = new() { ModelName = "mlp", Optimizer = "Adam", LearningRate = 0.001, BatchSize = 32, NumEpochs = 20, TaskType = "classification" };

    public RecorderOptions Options => new() { Output = TextWriter.Synchronized(_output), OfflineFolder = _folder, RecordsSuddenEnds = false };

    public string Output => _output.ToString();

    /// <summary>The lines that warn.</summary>
    public string[] Warnings => [.. Output.Split('\n').Where(l => l.StartsWith("DeepFix: ", StringComparison.Ordinal))];

    public string[] Folders => Directory.GetDirectories(_folder);

    /// <summary>Twenty epochs of a model that memorises.</summary>
    public static void Overfit(TrainingRecorder recorder)
    {
        for (int epoch = 0; epoch < 40; epoch++)
        {
            double noise = 0.004 * Math.Sin(epoch * 2.3);
            recorder.LogEpoch(
                epoch,
                ("train_loss", (1.1 * Math.Exp(-epoch / 5.0)) + 0.02 + noise),
                ("val_loss", 0.62 + (0.5 * Math.Exp(-epoch / 3.0)) + (0.03 * Math.Max(0, epoch - 6)) - noise),
                ("train_accuracy", 1 - (0.5 * Math.Exp(-epoch / 5.0))),
                ("val_accuracy", 0.78 - (0.3 * Math.Exp(-epoch / 3.0))));
        }
    }

    public static Task<AnalysisResult> AnalyzeAsync(string folder) => RunAnalysis.Default.AnalyzeAsync(new FolderRunSource(folder, new FetchLimits()), new AnalysisOptions());

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
    }
}
