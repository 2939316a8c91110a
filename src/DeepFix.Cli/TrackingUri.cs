using System.CommandLine;

namespace DeepFix.Cli;

/// <summary>Which MLflow is meant.</summary>
internal static class TrackingUri
{
    public static Option<string?> Option() => new("--tracking-uri", "-t")
    {
        HelpName = "URI",
        Description = "MLflow: http(s)://host:port, sqlite:///path/mlflow.db, or an mlruns folder. Default: MLFLOW_TRACKING_URI, else mlflow.db or mlruns in this folder.",
    };

    /// <summary>What the user said, else what MLflow itself would take: the environment, a database or a folder where they stand.</summary>
    /// <exception cref="UsageException">There is none of them.</exception>
    public static string Resolve(string? given, Terminal terminal)
    {
        if ((given ?? terminal.Variable("MLFLOW_TRACKING_URI")) is { Length: > 0 } uri) return Rooted(uri, terminal);
        string database = terminal.FullPath("mlflow.db");
        if (File.Exists(database)) return OfDatabase(database);
        string folder = terminal.FullPath("mlruns");
        if (Directory.Exists(folder)) return folder;
        throw new UsageException(
            "which MLflow? There is no --tracking-uri, no MLFLOW_TRACKING_URI, and neither mlflow.db nor mlruns in this folder.",
            "Give --tracking-uri http://localhost:5000, sqlite:///mlflow.db or the path of an mlruns folder; or name a run's artifact folder instead of a run id.");
    }

    /// <summary>The URI of a database file.</summary>
    public static string OfDatabase(string fullPath) => $"sqlite:///{fullPath.Replace('\\', '/')}";

    /// <summary>Relative paths count from where the user stands.</summary>
    private static string Rooted(string uri, Terminal terminal)
    {
        const string Sqlite = "sqlite:///";
        if (uri.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            string path = uri[Sqlite.Length..];
            return Path.IsPathRooted(path) ? uri : OfDatabase(terminal.FullPath(path));
        }

        if (uri.Contains(':', StringComparison.Ordinal)) return uri;
        string full = terminal.FullPath(uri);
        return File.Exists(full) ? OfDatabase(full) : full;
    }
}
