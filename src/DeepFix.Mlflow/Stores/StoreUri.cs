namespace DeepFix.Mlflow.Stores;

/// <summary>Turns the URIs of stores on disk into paths.</summary>
internal static class StoreUri
{
    /// <summary>Path of <c>sqlite:///relative.db</c>, <c>sqlite:////absolute.db</c>, <c>sqlite:///C:/x.db</c>, <c>sqlite:path</c>, <c>file:///x.db</c> or a bare path.</summary>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.UnsupportedUri"/> where no file is named.</exception>
    public static string SqlitePath(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var path = WithoutSqliteScheme(uri);
        if (path.Length == 0 || path is ":memory:")
            throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"'{uri}' names no database file.", "Give the path of mlflow.db, as in sqlite:///mlflow.db (relative) or sqlite:////data/mlflow.db (absolute).");
        return Path.GetFullPath(path);
    }

    /// <summary>Path of <c>file:///absolute</c>, <c>file:relative</c> or a bare path.</summary>
    public static string FolderPath(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var path = WithoutFileScheme(uri);
        if (path.Length == 0)
            throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"'{uri}' names no folder.", "Give the path of the mlruns folder, as in file:///data/mlruns.");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>Whether a text starts with a Windows drive, <c>C:\</c> or <c>C:/</c>.</summary>
    public static bool HasDrive(string path) => path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/';

    /// <summary>The path within a <c>file:</c> URI, percent escapes undone; other text as it is.</summary>
    public static string WithoutFileScheme(string uri)
    {
        if (!uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return uri;
        var rest = uri[5..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            var host = slash < 0 ? rest[2..] : rest[2..slash];
            if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"'{uri}' names a folder of the host '{host}'.", "Write file: URIs with three slashes, as in file:///data/mlruns.");
            rest = slash < 0 ? "" : rest[slash..];
        }
        rest = Uri.UnescapeDataString(rest);
        return rest.StartsWith('/') && HasDrive(rest[1..]) ? rest[1..] : rest;
    }

    private static string WithoutSqliteScheme(string uri)
    {
        var isSqlite = uri.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("sqlite+", StringComparison.OrdinalIgnoreCase);
        if (!isSqlite)
            return WithoutFileScheme(uri);
        var rest = uri[(uri.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) rest = rest[..query];
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return rest;
        // Two slashes end an empty authority; the third ends it, and a fourth begins an absolute path.
        return rest.StartsWith("///", StringComparison.Ordinal)
            ? rest[3..]
            : throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"'{uri}' has a host where SQLite has none.", "Write sqlite:///mlflow.db (relative) or sqlite:////data/mlflow.db (absolute).");
    }
}
