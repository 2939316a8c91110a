using System.Diagnostics;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Bench;
using DeepFix.Detectors;

// One core, so that figures do not depend on how many there are.
if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) Process.GetCurrentProcess().ProcessorAffinity = 1;

MetricTable epochs = Tables.Of(1000, 50, 1), steps = Tables.Of(1_000_000, 10, 1000);
byte[] epochsCsv = Tables.Csv(epochs), stepsCsv = Tables.Csv(steps);
var options = new AnalysisOptions();

Console.WriteLine("| what | goal | median | best | allocated |");
Console.WriteLine("|---|---|---|---|---|");
Console.WriteLine(Measurement.Of("1,000 epochs × 50 metrics: judged by all detectors of training", TimeSpan.FromMilliseconds(10), () => Run(epochs), Judge));
Console.WriteLine(Measurement.Of("1,000 epochs × 50 metrics: whole analysis of the parsed run", TimeSpan.Zero, () => Run(epochs), Analyze));
Console.WriteLine(Measurement.Of("1,000 epochs × 50 metrics: parsed", TimeSpan.Zero, () => epochsCsv, Parse));
Console.WriteLine(Measurement.Of("1,000,000 step rows × 10 columns: judged by all detectors of training", TimeSpan.FromMilliseconds(500), () => Run(steps), Judge));
Console.WriteLine(Measurement.Of("1,000,000 step rows × 10 columns: whole analysis of the parsed run", TimeSpan.Zero, () => Run(steps), Analyze));
Console.WriteLine(Measurement.Of("1,000,000 step rows × 10 columns: parsed", TimeSpan.Zero, () => stepsCsv, Parse));
if (args.Contains("--detectors"))
{
    foreach (Detector<TrainingArtifacts> detector in DetectorCatalog.Training)
    {
        Console.WriteLine(Measurement.Of($"1,000 × 50: {detector.Code}", TimeSpan.Zero, () => Run(epochs).Training!, t => detector.Detect(t, default)));
        Console.WriteLine(Measurement.Of($"1,000,000 × 10: {detector.Code}", TimeSpan.Zero, () => Run(steps).Training!, t => detector.Detect(t, default)));
    }
}

RunArtifacts Run(MetricTable table) => new()
{
    RunId = "bench",
    Digest = "",
    Dataset = new DatasetArtifacts { NumClasses = 10, Splits = new Dictionary<string, SplitStatistics>(StringComparer.Ordinal) { ["train"] = new() { NumSamples = 64_000 }, ["val"] = new() { NumSamples = 10_000 } } },
    Training = new TrainingArtifacts
    {
        Metrics = Tables.Fresh(table),
        Parameters = Declared(),
        Facts = new TaskFacts { TaskType = "classification", NumClasses = 10, TrainRows = 64_000, ValRows = 10_000, TrainMajorityShare = 0.1, ValMajorityShare = 0.1 },
    },
};

// All that a detector may ask for, so that none of them ends early for want of it.
TrainingParameters Declared() => new()
{
    Raw = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["learning_rate"] = "0.001", ["num_epochs"] = "1000", ["early_stopping_patience"] = "2000", ["early_stopping_monitor"] = "val_loss", ["early_stopping_min_delta"] = "0.0001", ["betas"] = "[0.9, 0.999]", ["eps"] = "1e-8",
    },
    Source = "training_artifacts/params.yaml",
    ModelName = "mlp",
    Optimizer = "SGD",
    LearningRate = 1e-3,
    BatchSize = 4,
    NumEpochs = 1000,
    WeightDecay = 1e-4,
    DropoutRate = 0.2,
    Scheduler = "cosine",
    LossFunction = "CrossEntropyLoss",
    Momentum = 0.9,
    GradientClipVal = 1,
    Shuffle = false,
    Layers = ["Linear", "ReLU", "Dropout", "Linear"],
    Activation = "relu",
    FinalActivation = "none",
    HiddenUnits = 256,
    NumLayers = 2,
    NumParameters = 270_000,
    NumTrainableParameters = 200_000,
};

void Judge(RunArtifacts run)
{
    foreach (Detector<TrainingArtifacts> detector in DetectorCatalog.Training) detector.Detect(run.Training!, default);
}

void Analyze(RunArtifacts run) => AnalysisPipeline.Default.RunAsync(run, options).GetAwaiter().GetResult();

void Parse(byte[] csv) => ArtifactParser.Parse(new RunRecord { RunId = "bench", Files = [new RunFile("training_artifacts/metrics.csv", csv.Length, () => new MemoryStream(csv))] });
