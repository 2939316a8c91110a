// A training without a network: trainee TRACKING_URI SERVER_URL HOW_IT_ENDS.
// Prints "training" once it runs; then waits for a signal, throws, or ends.
using DeepFix.Client;
using DeepFix.Client.Recording;

TrainingRecorder recorder = TrainingRecorder.Start(
    new TrainingSetup { ModelName = "mlp", Optimizer = "SGD", LearningRate = 0.1 },
    new RecorderOptions { TrackingUri = args[0], Server = new DeepFixClientOptions { ServerUrl = args[1] }, RunName = args[2] });
for (int epoch = 0; epoch < 30; epoch++)
    recorder.LogEpoch(epoch, ("train_loss", (1.1 * Math.Exp(-epoch / 5.0)) + 0.02), ("val_loss", 0.62 + (0.5 * Math.Exp(-epoch / 3.0)) + (0.03 * Math.Max(0, epoch - 6))));
Console.WriteLine("training");
switch (args[2])
{
    case "throws": throw new InvalidOperationException("out of memory");
    case "waits":
        Thread.Sleep(TimeSpan.FromSeconds(120));
        break;
    default:
        await recorder.FinishAsync();
        break;
}
