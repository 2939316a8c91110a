using System.Globalization;
using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Verification.Raw;

/// <summary>One metric's last value in a run and in those before it that were scored alike, as the store's search has them.</summary>
/// <param name="Own">The run's.</param>
/// <param name="Earlier">Those of the earlier runs, with what they set; runs of equal settings repeat each other.</param>
/// <param name="IsLoss">Whether less is better.</param>
internal sealed record RawEarlier(double Own, IReadOnlyList<(double Value, string Settings)> Earlier, bool IsLoss)
{
    private const int LongestValue = 200;
    private static readonly string[] DataNames = ["dataset", "dataset_name", "data", "data_name"];
    private static readonly string[] LossNames = ["loss_function", "loss", "loss_fn", "criterion", "loss_name", "objective"];
    private static readonly string[] SeedNames = ["seed", "random_seed", "random_state", "torch_seed", "global_seed", "seed_everything"];

    // Words of names that say where, when or on what machine, and nothing of the training.
    private static readonly string[] Aside =
    [
        "dir", "directory", "path", "file", "folder", "url", "uri", "root", "timestamp", "time", "date", "checkpoint", "ckpt", "output", "logdir", "id", "uuid", "experiment", "logger", "verbose", "tags", "note", "notes", "description",
        "gpu", "gpus", "device", "devices", "hostname", "host", "platform", "workers", "nodes",
    ];

    private static readonly string[] Better = ["accuracy", "acc", "top1", "top5", "r2", "f1", "auc", "auroc", "auprc", "precision", "recall", "map", "map50", "iou", "miou", "dice", "bleu", "rouge", "rouge1", "rouge2", "rougel", "psnr", "ssim", "kappa", "mcc", "sensitivity", "specificity", "ndcg"];

    /// <summary>The values of a metric; null where the run or all earlier ones lack it.</summary>
    public static RawEarlier? Of(RawRun run, string? metric)
    {
        if (run.Earlier is not { } earlier || metric is null || Value(earlier.Own, metric) is not { } own) return null;
        bool isLoss = !metric.ToLowerInvariant().Split('_', '/', '-', ' ', '.', '(', ')', '@', ':').Any(Better.Contains);
        (double, string)[] others = [.. earlier.Runs
            .Where(r => Alike(earlier.Own, r, metric))
            .Select(r => (Value: Value(r, metric), Settings: Settings(r)))
            .Where(r => r.Value is not null)
            .Select(r => (r.Value!.Value, r.Settings))];
        return others.Length == 0 ? null : new RawEarlier(own, others, isLoss);
    }

    private static double? Value(StoredRun run, string metric)
    {
        Dictionary<string, string> contract = RawNames.Of(run.Metrics.ToDictionary(m => m.Key, _ => 2, StringComparer.Ordinal));
        foreach ((string key, double value) in run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (contract.GetValueOrDefault(key, key) == metric && double.IsFinite(value)) return value;
        }

        return null;
    }

    private static bool Alike(StoredRun a, StoredRun b, string metric)
    {
        string[] shared = [.. a.DataDigests.Keys.Intersect(b.DataDigests.Keys, StringComparer.Ordinal)];
        if (shared.Any(k => a.DataDigests[k] != b.DataDigests[k]) || (shared.Length == 0 && a.DataDigests.Count > 0 && b.DataDigests.Count > 0)) return false;
        return Same(a, b, DataNames) && (!metric.Contains("loss", StringComparison.OrdinalIgnoreCase) || Same(a, b, LossNames));
    }

    private static bool Same(StoredRun a, StoredRun b, string[] names)
        => First(a, names) is not { } one || First(b, names) is not { } other || one == other;

    private static string? First(StoredRun run, string[] names)
        => Told(run).Where(p => names.Contains(p.Name, StringComparer.Ordinal) || names.Contains(p.Name[(p.Name.LastIndexOf('.') + 1)..], StringComparer.Ordinal)).Select(p => p.Value).FirstOrDefault();

    private static string Settings(StoredRun run)
        => string.Join('\n', Told(run).Where(p => !SeedNames.Contains(p.Name, StringComparer.Ordinal) && !SeedNames.Contains(p.Name[(p.Name.LastIndexOf('.') + 1)..], StringComparer.Ordinal)).Select(p => $"{p.Name}={p.Value}").Order(StringComparer.Ordinal));

    /// <summary>Parameters that say something of the training, by the order of their names as declared.</summary>
    private static IEnumerable<(string Name, string Value)> Told(StoredRun run)
    {
        foreach ((string declared, string value) in run.Params.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            string name = Plain(declared);
            string[] words = name.Split('_', '.');
            if (value.Length <= LongestValue && !words.Any(Aside.Contains) && name is not ("name" or "run_name" or "run.name")) yield return (name, Number(value));
        }
    }

    private static string Number(string value)
        => double.TryParse(value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && value.Any(char.IsAsciiDigit) ? number.ToString("R", CultureInfo.InvariantCulture) : value.Trim().ToLowerInvariant();

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (char c in name.Trim())
        {
            if (c is '/' or '.') plain.Append('.');
            else if (char.IsAsciiLetterOrDigit(c)) plain.Append(char.ToLowerInvariant(c));
            else if (plain.Length > 0 && plain[^1] != '_') plain.Append('_');
        }

        return plain.ToString();
    }
}
