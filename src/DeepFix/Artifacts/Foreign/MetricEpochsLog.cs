using System.Globalization;
using System.Text.RegularExpressions;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Reads AllenNLP's <c>metrics_epoch_N.json</c>: a file an epoch, with training_*, validation_* and best_*.</summary>
internal static partial class MetricEpochsLog
{
    /// <summary>Whether a file is one of them, by the name that the format gives it.</summary>
    public static bool IsOne(string fileName) => FileName().IsMatch(fileName);

    public static LogTable Read(IReadOnlyList<RunFile> files, CancellationToken cancellationToken)
    {
        var builder = new LogTableBuilder();
        List<string> notes = [];
        foreach ((int epoch, RunFile file) in files.Select(f => (Epoch(f.Path), f)).OrderBy(f => f.Item1))
        {
            string text = LogText.Decode(LogText.Bytes(file, cancellationToken), notes, file.Path);
            if (new JsonText(text, cancellationToken).Read() is not { Kind: NodeKind.Map } root) continue;
            int row = builder.NewRow();
            builder.Set(row, "epoch", epoch);
            foreach ((string key, DataNode value) in root.Members)
            {
                if (value.IsScalar && value.AsNumber() is { } number && key is not ("epoch" or "best_epoch")) builder.Set(row, key, number);
            }
        }

        return builder.Build("AllenNLP metrics_epoch_N.json") with { Notes = notes };
    }

    private static int Epoch(string path) => int.Parse(FileName().Match(path[(path.LastIndexOf('/') + 1)..]).Groups["epoch"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^metrics_epoch_(?<epoch>\d{1,7})\.json$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();
}
