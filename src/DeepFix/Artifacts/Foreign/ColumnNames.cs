using System.Text.RegularExpressions;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Column names as the rules for metric names expect them.</summary>
internal static partial class ColumnNames
{
    private static readonly HashSet<string> Steps = new(["step", "steps", "global_step", "iteration", "iterations", "iter", "iters", "it", "itr", "update", "updates", "num_updates", "n_iter", "batches_seen"], StringComparer.Ordinal);

    /// <summary>trainloss, epoch_loss of Keras below train/, and the like under the usual spelling; any other name as it is.</summary>
    public static string Canonical(string name)
    {
        string trimmed = name.Trim();
        if (Joined().Match(trimmed) is { Success: true } joined) return $"{joined.Groups["split"].Value}_{joined.Groups["metric"].Value}";
        return KerasTag().Replace(trimmed, "${split}/");
    }

    public static bool IsStep(string name) => Steps.Contains(name.Trim().ToLowerInvariant());

    /// <summary>A name in lower-case words.</summary>
    public static string[] Words(string name)
        => Hump().Replace(name, "${low}_${high}").ToLowerInvariant().Split([.. " _-/.:()[]{}|@#"], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^(?<split>train|training|val|valid|validation|test|dev|eval)(?<metric>loss|acc|accuracy)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Joined();

    [GeneratedRegex("^(?<split>train|validation|val|test)/epoch_", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KerasTag();

    [GeneratedRegex("(?<low>[a-z0-9])(?<high>[A-Z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hump();
}
