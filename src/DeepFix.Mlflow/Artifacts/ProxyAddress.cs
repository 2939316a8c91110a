namespace DeepFix.Mlflow.Artifacts;

/// <summary>What an artifact URI means for the proxy routes of a server.</summary>
/// <param name="Server">The server, with its path prefix and a slash at the end.</param>
/// <param name="Root">Path of the root below the proxy's own, not escaped, without slashes at its ends.</param>
internal sealed record ProxyAddress(Uri Server, string Root)
{
    private const string Scheme = "mlflow-artifacts:";

    /// <summary>For <c>mlflow-artifacts:/path</c> on the tracking server, or <c>mlflow-artifacts://host:port/path</c> on another that speaks the tracking server's scheme.</summary>
    public static ProxyAddress OfProxyUri(string artifactUri, Uri tracking)
    {
        var rest = artifactUri[Scheme.Length..];
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return new ProxyAddress(tracking, Unescape(rest));
        if (!Uri.TryCreate($"{tracking.Scheme}:{rest}", UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.UserInfo.Length > 0) throw Malformed();
        return new ProxyAddress(new Uri(uri.GetLeftPart(UriPartial.Authority) + "/"), Unescape(uri.AbsolutePath));
    }

    /// <summary>For an address below a server's proxy route; null where it is not one.</summary>
    public static ProxyAddress? OfWebRoot(Uri root)
    {
        var address = root.AbsoluteUri;
        var route = address.IndexOf("/" + ProxiedArtifactRepository.Route, StringComparison.Ordinal);
        if (route < 0) return null;
        var rest = address[(route + 1 + ProxiedArtifactRepository.Route.Length)..];
        return rest.Length > 0 && rest[0] != '/' ? null : new ProxyAddress(new Uri(address[..(route + 1)]), Unescape(rest));
    }

    /// <summary>The address, without what may be secret in it.</summary>
    public static Uri WebRoot(string artifactUri) => Uri.TryCreate(artifactUri, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? Http.Hosts.WithoutSecrets(uri) : throw Malformed();

    private static string Unescape(string path)
    {
        var root = Uri.UnescapeDataString(path).Trim('/');
        return root.Length == 0 || RelativePath.IsInside(root) ? root : throw Malformed();
    }

    private static MlflowException Malformed() => new(MlflowErrorCode.UnsupportedUri, "The run's artifact URI is malformed.", "Look at the run's artifact URI: it is no address below an MLflow server.");
}
