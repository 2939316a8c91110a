namespace DeepFix.Server.Web;

/// <summary>The stages of an analysis in words for people.</summary>
internal static class Stages
{
    public static IReadOnlyList<(string Name, string Words)> All { get; } =
    [
        ("queued", "Waits for its turn"),
        ("fetching", "Fetches the run from MLflow"),
        ("parsing", "Reads its artifacts"),
        ("analyzing", "Looks for faults"),
        ("integrating", "Weighs the evidence together"),
        ("advising", "Ranks what to change"),
    ];

    /// <summary>The place of a stage in the list; that of the first where it has not begun.</summary>
    public static int IndexOf(string? name) => Math.Max(0, All.Select(s => s.Name).ToList().IndexOf(name ?? ""));
}
