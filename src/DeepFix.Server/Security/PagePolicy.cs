namespace DeepFix.Server.Security;

/// <summary>What the pages of a route may load: what comes from this server. Marks the route.</summary>
/// <param name="value">The Content-Security-Policy.</param>
/// <param name="referrer">Where the address of a page is told.</param>
internal sealed class PagePolicy(string value = PagePolicy.Value, string referrer = "no-referrer")
{
    /// <summary>The policy of pages that others wrote: with the scripts and styles that stand in them.</summary>
    public const string Value = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>The policy of our own pages: no script and no style but our files. A form of theirs needs its origin told, which a browser does only where the address may be told to the same origin.</summary>
    public static PagePolicy Own { get; } = new("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", "same-origin");

    public string ContentSecurity => value;

    public string Referrer => referrer;
}
