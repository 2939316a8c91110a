using System.Text.RegularExpressions;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Reads the two printed logs whose form is fixed by the program that writes them: pix2pix/CycleGAN's <c>loss_log.txt</c>, and nnU-Net's.</summary>
internal static partial class LineLog
{
    /// <summary>The table of a text; null where it is neither.</summary>
    public static LogTable? Read(string text) => Pix2Pix(text) ?? NnUnet(text);

    // (epoch: 3, iters: 1251, time: 0.437, data: 3.112) G_GAN: 0.784 G_L1: 86.203 D_real: 2.487
    private static LogTable? Pix2Pix(string text)
    {
        var builder = new LogTableBuilder();
        foreach (Match line in Pix2PixLine().Matches(text))
        {
            int row = builder.NewRow();
            builder.Set(row, "epoch", Number(line.Groups["epoch"].Value));
            builder.Set(row, "iters", Number(line.Groups["iters"].Value));
            foreach (Match pair in Pair().Matches(line.Groups["losses"].Value)) builder.Set(row, pair.Groups["name"].Value, Number(pair.Groups["value"].Value));
        }

        if (builder.RowCount < 2) return null;
        LogTable table = builder.Build("pix2pix loss_log.txt");
        // What the generator minimises is the sum of its terms, which are logged with their weights (models/pix2pix_model.py, cycle_gan_model.py).
        LogColumn[] terms = [.. table.Columns.Where(c => c.Name.StartsWith("G_", StringComparison.Ordinal) || c.Name.StartsWith("cycle_", StringComparison.Ordinal) || c.Name.StartsWith("idt_", StringComparison.Ordinal))];
        if (terms.Length == 0 || table.Find("train_loss") is not null) return table;
        string note = $"The training loss is the generator's: {string.Join(" + ", terms.Select(t => t.Name))}.";
        return table with { Columns = [.. table.Columns, LossSum.Of("train_loss", terms, table.RowCount)], Notes = [note] };
    }

    // nnU-Net v1: "epoch:  7", "train loss : -0.38", "validation loss: -0.68", "lr: 0.0099"; v2: "Epoch 7", "train_loss -0.38", "val_loss -0.68", "Current learning rate: 0.0099".
    private static LogTable? NnUnet(string text)
    {
        var builder = new LogTableBuilder();
        int row = -1;
        foreach (Match line in NnUnetLine().Matches(text))
        {
            string name = line.Groups["name"].Value.ToLowerInvariant();
            if (name is "epoch" or "epoch:")
            {
                row = builder.NewRow();
                builder.Set(row, "epoch", Number(line.Groups["value"].Value));
            }
            else if (row >= 0)
            {
                string column = name.StartsWith("train", StringComparison.Ordinal) ? "train_loss" : name.StartsWith("val", StringComparison.Ordinal) ? "val_loss" : "lr";
                builder.Set(row, column, Number(line.Groups["value"].Value));
            }
        }

        LogTable table = builder.Build("nnU-Net training log");
        return table.Find("train_loss") is { Logged: > 1 } && table.Find("val_loss") is { Logged: > 1 } ? table : null;
    }

    private static double Number(string text) => Scalars.TryNumber(text, out double value) ? value : LogColumn.Missing;

    [GeneratedRegex("""^\(epoch: (?<epoch>\d+), iters: (?<iters>\d+), time: [^)]*\)(?<losses>.*)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Pix2PixLine();

    [GeneratedRegex("""(?<name>[A-Za-z_]\w*): (?<value>[-+]?(?:[0-9.]+(?:e[-+]?[0-9]+)?|nan|inf))""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Pair();

    [GeneratedRegex("""^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.:\d]*: )?[ \t]*(?<name>epoch:?|train[_ ]loss|val(?:idation)?[_ ]loss|lr|current learning rate)[ \t]*:?[ \t]+(?<value>[-+]?(?:[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?|nan|inf))[ \t]*$""", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NnUnetLine();
}
