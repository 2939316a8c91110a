using System.Globalization;
using System.Text;

namespace DeepFix.Cli.Tests.Running;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deepfix-cli-").FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public string Write(string relative, string text)
    {
        string path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A run's artifacts: forty epochs whose loss falls as it should, or becomes NaN on the way.</summary>
    public string Run(string name, bool becomesNan = false)
    {
        var csv = new StringBuilder("step,epoch,train_loss,val_loss,learning_rate\n");
        for (int epoch = 0; epoch < 40; epoch++)
        {
            string loss = becomesNan && epoch > 12 ? "nan" : (0.1 + (2.0 / (1 + (0.4 * epoch)))).ToString("0.#####", CultureInfo.InvariantCulture);
            string validation = becomesNan && epoch > 12 ? "nan" : (0.14 + (2.0 / (1 + (0.4 * epoch)))).ToString("0.#####", CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"{epoch * 100},{epoch},{loss},{validation},0.001\n");
        }

        Write($"{name}/training_artifacts/metrics.csv", csv.ToString());
        Write($"{name}/training_artifacts/params.yaml", "model_name: mlp\noptimizer: adam\nlearning_rate: 0.001\nbatch_size: 32\nnum_epochs: 40\n");
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
