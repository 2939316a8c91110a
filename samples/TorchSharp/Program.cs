// Trains a small classifier with a fault in it, and lets DeepFix say which:
//   dotnet run --project samples/TorchSharp
// No server is needed: without MLFLOW_TRACKING_URI the record goes to deepfix-runs/ and is analysed in this process.
using DeepFix.Client.Recording;
using DeepFix.TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

const int Classes = 10, Features = 32, Batch = 64, Epochs = 25;
random.manual_seed(7);
(Tensor trainX, Tensor trainY) = Rows(2000);
(Tensor valX, Tensor valY) = Rows(500);

// The fault: CrossEntropyLoss applies softmax itself.
using var model = Sequential(("hidden", Linear(Features, 128)), ("relu", ReLU()), ("out", Linear(128, Classes)), ("softmax", Softmax(1)));
using var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
using var lossFunction = CrossEntropyLoss();

await using var recorder = TorchRecorder.Start(model, optimizer, TorchSetup.Of(model, optimizer) with { BatchSize = Batch, NumEpochs = Epochs, LossFunction = "CrossEntropyLoss", TaskType = "classification", Shuffle = true });
recorder.Data.Name = "gaussian blobs";
recorder.Data.Add("train", Samples(trainX, trainY));
recorder.Data.Add("val", Samples(valX, valY));

for (int epoch = 0; epoch < Epochs; epoch++)
{
    model.train();
    using Tensor order = randperm(trainX.shape[0]);
    for (long from = 0; from < order.shape[0]; from += Batch)
    {
        using var scope = NewDisposeScope();
        Tensor rows = order.narrow(0, from, Math.Min(Batch, order.shape[0] - from)), targets = trainY[rows];
        optimizer.zero_grad();
        Tensor outputs = model.forward(trainX[rows]);
        Tensor loss = lossFunction.forward(outputs, targets);
        loss.backward();
        recorder.Step(loss, outputs, targets);
        optimizer.step();
    }

    model.eval();
    using (no_grad())
    {
        using var scope = NewDisposeScope();
        Tensor outputs = model.forward(valX);
        recorder.Validate(lossFunction.forward(outputs, valY), outputs, valY);
    }

    recorder.EndEpoch();
}

await recorder.FinishAsync();

// Ten clouds that overlap a little.
static (Tensor X, Tensor Y) Rows(int count)
{
    using var scope = NewDisposeScope();
    using var generator = new Generator(3);
    Tensor centres = randn(Classes, Features, generator: generator), labels = randint(0, Classes, count);
    return ((centres[labels] * 0.7 + randn(count, Features)).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
}

static Sample[] Samples(Tensor x, Tensor y)
{
    float[] inputs = [.. x.data<float>()];
    return [.. y.data<long>().Select((label, i) => Sample.OfClass(inputs.AsMemory(i * Features, Features), (int)label))];
}
