namespace DeepFix.Server.Security;

/// <summary>What the pages of a route may load: what comes from this server, with the scripts and styles that stand in them. Marks the route.</summary>
internal sealed class PagePolicy
{
    /// <summary>The Content-Security-Policy of such a page.</summary>
    public const string Value = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
}
