using DeepFix.Server.Analysis;

namespace DeepFix.Server.Jobs;

/// <summary>Whether a caller wants to be answered at once and ask for the result later: the header <c>Prefer: respond-async</c> (RFC 7240) or <c>?mode=async</c>.</summary>
internal static class AsyncPreference
{
    public const string Header = "Prefer", Applied = "Preference-Applied", Token = "respond-async";

    /// <summary>Reads header and query.</summary>
    /// <exception cref="Api.DeepFixException">VALIDATION_ERROR: a mode that does not exist.</exception>
    public static bool IsAsked(HttpRequest request)
    {
        string? mode = request.Query["mode"];
        if (mode is not (null or "async" or "sync")) throw new Fault("mode", "must be async or sync", Security.SafeEcho.WithoutSecrets(mode), "Send ?mode=async, or leave it out to wait for the result.").ToException();
        return mode is "async" || (mode is null && Preferences(request).Contains(Token, StringComparer.OrdinalIgnoreCase));
    }

    // A preference may have a value and parameters: "respond-async; wait=10".
    private static IEnumerable<string> Preferences(HttpRequest request)
        => request.Headers[Header].SelectMany(line => (line ?? "").Split(',')).Select(preference => preference.Split(';', 2)[0].Split('=', 2)[0].Trim());
}
