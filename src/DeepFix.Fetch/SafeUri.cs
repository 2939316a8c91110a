namespace DeepFix.Fetch;

/// <summary>A tracking URI that is safe to show: no user, password, query or fragment.</summary>
public static class SafeUri
{
    /// <summary>The URI without what may be secret; a path on disk stays as it is.</summary>
    public static string Of(string trackingUri)
    {
        if (!Uri.TryCreate(trackingUri, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")) return trackingUri;
        return uri.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
    }
}
