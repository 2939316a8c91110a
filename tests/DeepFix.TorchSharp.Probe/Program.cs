// Trains as it is told and prints what a test reads: one claim a line.
using System.Globalization;
using DeepFix.TorchSharp.Probe;

TorchSharp.torch.set_num_threads(1);
string folder = Directory.CreateTempSubdirectory("deepfix-probe-").FullName;
try
{
    switch (args[0])
    {
        case "identical":
            for (int seed = 1; seed <= 3; seed++) Say($"seed {seed} {Training.Of(seed, folder: null).Fingerprint} {Training.Of(seed, folder).Fingerprint}");
            break;
        case "cost":
            int rows = Training.RowsOfLongSteps(TimeSpan.FromMilliseconds(10));
            for (int i = 0; i < 5; i++)
            {
                Training run = Training.Of(i, folder, rows, steps: 40);
                Say($"share {run.Share:0.######} step_ms {run.Step.TotalMilliseconds:0.###}");
            }

            break;
        default:
            Console.WriteLine(Training.Of(1, folder, rows: 8, steps: 300, fault: args[0]).Printed);
            break;
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
