using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DeepFix.Client.Recording;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepFix.TorchSharp.Probe;

/// <summary>A training with dropout, batch normalisation and shuffling, with the recorder or without it.</summary>
internal sealed record Training
{
    private const int Features = 64, Classes = 5, Epochs = 6;

    /// <summary>SHA-256 over all weights and buffers, and over the next random numbers.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Time inside the recorder over wall time.</summary>
    public double Share { get; init; }

    public TimeSpan Step { get; init; }

    /// <summary>What the recorder printed.</summary>
    public string Printed { get; init; } = "";

    public static Training Of(int seed, string? folder, int rows = 32, int steps = 12, string? fault = null)
    {
        random.manual_seed(seed);
        using Tensor x = randn(rows * steps, Features), y = randint(0, Classes, rows * steps);
        using var model = Model();
        using var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
        using var output = new StringWriter();
        var clock = Stopwatch.StartNew();
        TorchRecorder? recorder = folder is null ? null : TorchRecorder.Start(model, optimizer, TorchSetup.Of(model, optimizer) with { BatchSize = rows, NumEpochs = Epochs, Shuffle = true }, new RecorderOptions { OfflineMode = true, OfflineFolder = folder, EnableAnalysis = false, Output = output });
        long begun = clock.ElapsedTicks;
        List<Tensor> leaked = [];
        for (int epoch = 0; epoch < Epochs; epoch++) Epoch(model, optimizer, x, y, rows, recorder, fault, leaked);
        TimeSpan trained = Stopwatch.GetElapsedTime(begun, clock.ElapsedTicks);
        double share = recorder is null ? 0 : recorder.RecorderTime / trained;
        recorder?.FinishAsync().GetAwaiter().GetResult();
        leaked.ForEach(t => t.Dispose());
        return new Training { Fingerprint = FingerprintOf(model), Share = share, Step = trained / (Epochs * steps), Printed = output.ToString() };
    }

    /// <summary>Rows of a batch with which a step takes at least so long.</summary>
    public static int RowsOfLongSteps(TimeSpan least)
    {
        for (int rows = 64; ; rows *= 2)
            if (Of(0, folder: null, rows, steps: 20).Step >= least || rows >= 1 << 16) return rows;
    }

    private static Module<Tensor, Tensor> Model() => Sequential(
        ("in", Linear(Features, 128)), ("norm", BatchNorm1d(128)), ("relu", ReLU()), ("drop", Dropout(0.3)), ("mid", Linear(128, 64)), ("relu2", ReLU()), ("out", Linear(64, Classes)));

    private static void Epoch(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y, int batch, TorchRecorder? recorder, string? fault, List<Tensor> leaked)
    {
        model.train();
        using Tensor order = randperm(x.shape[0]);
        for (long from = 0; from < x.shape[0]; from += batch)
        {
            using var scope = NewDisposeScope();
            Tensor rows = order.narrow(0, from, batch), targets = y[rows];
            optimizer.zero_grad();
            Tensor outputs = model.forward(x[rows]);
            Tensor loss = functional.cross_entropy(outputs, targets);
            loss.backward();
            recorder?.Step(loss, outputs, targets);
            optimizer.step();
            if (fault == "leak") leaked.Add(loss.detach().DetachFromDisposeScope());
        }

        if (fault != "train-mode") model.eval();
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            Tensor rows = y.narrow(0, 0, batch), outputs = model.forward(x.narrow(0, 0, batch));
            recorder?.Validate(functional.cross_entropy(outputs, rows), outputs, rows);
        }

        recorder?.EndEpoch();
    }

    private static string FingerprintOf(Module<Tensor, Tensor> model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var scope = NewDisposeScope();
        foreach (Tensor weights in model.parameters().Concat(model.buffers()).Append(rand(8)))
            hash.AppendData(MemoryMarshal.AsBytes<float>(weights.detach().to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
