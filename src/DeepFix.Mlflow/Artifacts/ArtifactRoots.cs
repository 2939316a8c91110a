namespace DeepFix.Mlflow.Artifacts;

/// <summary>Compares artifact roots: whether one that a run's record names lies in one that may be read.</summary>
internal static class ArtifactRoots
{
    /// <summary>Whether a root may be read; every one may where no list is given.</summary>
    public static bool IsAllowed(string artifactUri, IReadOnlyList<string>? allowed)
    {
        if (allowed is null) return true;
        return Parse(artifactUri) is { } root && !root.Path.Split('/').Contains("..", StringComparer.Ordinal) && allowed.Any(entry => Parse(entry) is { } allowedRoot && IsWithin(root, allowedRoot));
    }

    /// <summary>The scheme in lower case; "" for a path.</summary>
    public static string SchemeOf(string artifactUri) =>
        artifactUri.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && artifactUri[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.')
            ? artifactUri[..colon].ToLowerInvariant()
            : "";

    /// <summary>Host and path as they may be shown: without user information and query.</summary>
    public static string Show(string artifactUri) =>
        SchemeOf(artifactUri) is "http" or "https" && Uri.TryCreate(artifactUri, UriKind.Absolute, out var uri) ? Http.Hosts.WithoutSecrets(uri).AbsoluteUri : artifactUri.Split('?')[0];

    private static bool IsWithin(Root root, Root allowed) =>
        root.Scheme == allowed.Scheme
        && root.Authority == allowed.Authority
        && (allowed.Path.Length == 0 || root.Path == allowed.Path || root.Path.StartsWith(allowed.Path + "/", StringComparison.Ordinal));

    private static Root? Parse(string uri)
    {
        var scheme = SchemeOf(uri);
        var rest = scheme.Length == 0 ? "" : uri[(scheme.Length + 1)..];
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return null;
        if (scheme is "http" or "https") return Uri.TryCreate(uri, UriKind.Absolute, out var http) ? new Root(scheme, Http.Hosts.Show(http).ToLowerInvariant(), http.AbsolutePath.Trim('/')) : null;
        var slash = rest.IndexOf('/', 2);
        var authority = slash < 0 ? rest[2..] : rest[2..slash];
        var path = slash < 0 ? "" : rest[slash..].Trim('/');
        return scheme is "wasb" or "wasbs" or "abfs" or "abfss" ? new Root("wasbs", Account(authority), path) : new Root(scheme, authority, path);
    }

    // wasbs://container@account means the account wherever it is: .blob and .dfs are two doors to it.
    private static string Account(string authority)
    {
        var dot = authority.IndexOf('.', authority.IndexOf('@', StringComparison.Ordinal) + 1);
        return (dot < 0 ? authority : authority[..dot]).ToLowerInvariant();
    }

    private sealed record Root(string Scheme, string Authority, string Path);
}
