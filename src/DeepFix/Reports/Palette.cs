namespace DeepFix.Reports;

/// <summary>Marks stretches of a plain-text report for a terminal that shows colours; the plain palette marks nothing.</summary>
/// <param name="High">Around what is grave.</param>
/// <param name="Medium">Around what costs quality.</param>
/// <param name="Good">Around what is well.</param>
/// <param name="Strong">Around headings.</param>
/// <param name="Faint">Around what is secondary.</param>
public sealed record Palette(Func<string, string> High, Func<string, string> Medium, Func<string, string> Good, Func<string, string> Strong, Func<string, string> Faint)
{
    /// <summary>No marks.</summary>
    public static Palette Plain { get; } = new(Same, Same, Same, Same, Same);

    /// <summary>ANSI escape sequences.</summary>
    public static Palette Ansi { get; } = new(Code("31;1"), Code("33"), Code("32"), Code("1"), Code("2"));

    private static string Same(string text) => text;

    private static Func<string, string> Code(string code) => text => $"\u001b[{code}m{text}\u001b[0m";
}
