using DeepFix.Server.Security;

namespace DeepFix.Server.Analysis;

/// <summary>A tracking URI that passed the rules.</summary>
/// <param name="Uri">The URI.</param>
/// <param name="Host">Its origin; null for a store on this machine.</param>
internal sealed record TrackingLocation(string Uri, Origin? Host)
{
    private const string Example = "Send an address such as http://localhost:5000.";

    /// <summary>Reads a tracking URI: http, https, or a scheme that the operator allows; a bare path counts as <c>file</c>.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="alsoAllowed">Schemes allowed besides http and https.</param>
    /// <param name="fault">Where null is returned: what it must be, and what to send.</param>
    public static TrackingLocation? Parse(string text, IReadOnlyCollection<string> alsoAllowed, out (string Constraint, string Suggestion)? fault)
    {
        fault = null;
        string scheme = SchemeOf(text);
        if (scheme is "http" or "https") return ParseHttp(text, scheme, out fault);
        if (alsoAllowed.Contains(scheme, StringComparer.Ordinal)) return new TrackingLocation(text, null);
        fault = ("must be an absolute http or https URI", $"{Example} A store on disk can only be read where the server's setting DeepFix:AllowedTrackingSchemes names its scheme.");
        return null;
    }

    private static TrackingLocation? ParseHttp(string text, string scheme, out (string Constraint, string Suggestion)? fault)
    {
        fault = null;
        if (text.Contains('@', StringComparison.Ordinal))
            fault = ("must not hold a user name or password", "Leave out everything up to the '@': whoever runs this server sets logins in DeepFix:Mlflow:Hosts, for each tracking server.");
        else if (!text.AsSpan(scheme.Length).StartsWith("://") || text.Any(c => c is ' ' or '\\') || !System.Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            fault = ("must be an absolute http or https URI", Example);
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            fault = ("must not have a query or a fragment", "Send the address up to the path only.");
        else
            return new TrackingLocation(text, Origin.Of(uri));
        return null;
    }

    // One letter before the colon is a drive.
    private static string SchemeOf(string text)
        => text.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && text[..colon].All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? text[..colon].ToLowerInvariant()
            : "file";
}
