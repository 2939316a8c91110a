using System.Text.RegularExpressions;

namespace DeepFix.Server.Security;

/// <summary>What came in, as it may go out again: short, and without what looks like a secret.</summary>
internal static partial class SafeEcho
{
    private const int LongestText = 120;

    /// <summary>Without user information and queries of URIs, at most 120 characters.</summary>
    public static string WithoutSecrets(string text)
    {
        string safe = Query().Replace(UserInformation().Replace(text, "://"), "?…");
        if (safe.Length <= LongestText) return safe;
        int end = char.IsHighSurrogate(safe[LongestText - 1]) ? LongestText - 1 : LongestText;
        return safe[..end] + "…";
    }

    // Everything up to the last @: a password may hold an @, a slash or a question mark.
    [GeneratedRegex(":.*@", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex UserInformation();

    [GeneratedRegex(@"\?.*", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Query();
}
