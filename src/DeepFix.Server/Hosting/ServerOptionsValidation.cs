using System.Globalization;
using DeepFix.Knowledge.Dense.Generators;
using DeepFix.Server.Narration;
using DeepFix.Server.Security;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Hosting;

/// <summary>Refuses settings that make no sense, all at once, before the first request.</summary>
internal sealed class ServerOptionsValidation : IValidateOptions<ServerOptions>
{
    private static readonly string[] Schemes = ["file", "sqlite"];

    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ServerOptions options)
        => [.. Hosts(options), .. Schemata(options), .. Roots(options), .. Callers(options), .. Proxies(options), .. Amounts(options), .. Store(options.Jobs), .. Knowledge(options.Knowledge), .. ChatClients.Faults(options.Narration).Select(f => $"DeepFix:Narration:{f}"), .. Credentials(options)];

    private static IEnumerable<string> Hosts(ServerOptions options)
        => from host in options.AllowedTrackingHosts ?? []
           where Origin.Parse(host) is null
           select $"DeepFix:AllowedTrackingHosts holds '{Shown(host)}'. Write scheme://host:port, for example http://mlflow:5000.";

    private static IEnumerable<string> Schemata(ServerOptions options)
        => from scheme in options.AllowedTrackingSchemes
           where !Schemes.Contains(scheme, StringComparer.Ordinal)
           select $"DeepFix:AllowedTrackingSchemes holds '{Shown(scheme)}'. It may hold {string.Join(" and ", Schemes)}; http and https are always allowed.";

    private static IEnumerable<string> Roots(ServerOptions options)
        => from root in options.AllowedArtifactRoots
           where !Uri.TryCreate(root, UriKind.Absolute, out var uri) || uri is { Host.Length: 0, IsFile: false }
           select $"DeepFix:AllowedArtifactRoots holds '{Shown(root)}'. Write scheme and bucket or container, for example s3://bucket.";

    private static IEnumerable<string> Callers(ServerOptions options) =>
    [
        .. from host in options.AllowedHosts
           where Uri.CheckHostName(host) == UriHostNameType.Unknown
           select $"DeepFix:AllowedHosts holds '{Shown(host)}'. Write a host name without scheme and port, for example deepfix.example.com.",
        .. from origin in options.AllowedOrigins
           where Origin.Parse(origin) is null
           select $"DeepFix:AllowedOrigins holds '{Shown(origin)}'. Write scheme://host:port, for example https://deepfix.example.com.",
        .. from key in options.ApiKeys.Index()
           where string.IsNullOrWhiteSpace(key.Item.Name) || !ApiKeys.IsHash(key.Item.Sha256)
           select string.Create(CultureInfo.InvariantCulture, $"DeepFix:ApiKeys:{key.Index} needs a Name and, as Sha256, the 64 hexadecimal digits that printf %s KEY | sha256sum prints. The key itself does not belong here."),
    ];

    private static IEnumerable<string> Proxies(ServerOptions options)
    {
        if (options.PathBase is { Length: > 0 } path && (path[0] != '/' || path[^1] == '/' || !Uri.IsWellFormedUriString(path, UriKind.Relative)))
            yield return $"DeepFix:PathBase is '{Shown(path)}'. Write a path that begins with a slash and does not end with one, for example /deepfix.";
        foreach (string proxy in options.TrustedProxies.Where(static p => ProxyExtensions.NetworkOf(p) is null))
            yield return $"DeepFix:TrustedProxies holds '{Shown(proxy)}'. Write an address or a network, for example 10.0.0.7 or 10.0.0.0/8.";
    }

    private static IEnumerable<string> Amounts(ServerOptions options)
        => new[]
        {
            Outside("MaxRequestBytes", options.MaxRequestBytes, 1024, 1 << 30),
            Outside("RateLimit:RequestsPerMinute", options.RateLimit.RequestsPerMinute, 1, 1_000_000),
            Outside("RateLimit:Burst", options.RateLimit.Burst, 1, 1_000_000),
            Outside("ShutdownSeconds", options.ShutdownSeconds, 0, 600),
            Outside("Fetch:MaxFileBytes", options.Fetch.MaxFileBytes, 1024, 1L << 40),
            Outside("Fetch:MaxFiles", options.Fetch.MaxFiles, 1, 1_000_000),
            Outside("Fetch:MaxTotalBytes", options.Fetch.MaxTotalBytes, 1024, 1L << 40),
            Outside("Fetch:MaxConcurrency", options.Fetch.MaxConcurrency, 1, 64),
            Outside("Fetch:TimeoutSeconds", options.Fetch.TimeoutSeconds, 1, 3600),
            Outside("Jobs:MaxConcurrent", options.Jobs.MaxConcurrent, 1, 1000),
            Outside("Jobs:MaxQueued", options.Jobs.MaxQueued, 0, 100_000),
            Outside("Jobs:LeaseSeconds", options.Jobs.LeaseSeconds, 1, 3600),
            Outside("Jobs:KeepHours", options.Jobs.KeepHours, 0.001, 8760),
            Outside("Mlflow:RequestTimeoutSeconds", options.Mlflow.RequestTimeoutSeconds, 0.1, 3600),
        }.OfType<string>();

    // Written so that NaN is outside.
    private static string? Outside(string name, double value, double least, double most)
        => value >= least && value <= most ? null : string.Create(CultureInfo.InvariantCulture, $"DeepFix:{name} is {value}. It may be {least} to {most}.");

    private static IEnumerable<string> Store(JobOptions jobs)
    {
        if (jobs.PostgresConnectionString is not { } given) yield break;
        if (jobs.SqlitePath is not null) yield return "DeepFix:Jobs has both SqlitePath and PostgresConnectionString. Keep one.";
        if (!IsConnectionString(given)) yield return "DeepFix:Jobs:PostgresConnectionString cannot be read. Write Host=…;Database=…;Username=…;Password=….";
    }

    private static IEnumerable<string> Knowledge(KnowledgeOptions knowledge)
    {
        if (knowledge.RedisConnectionString is { Length: > 0 } given && !IsRedis(given)) yield return "DeepFix:Knowledge:RedisConnectionString cannot be read. Write host:port, with ,password=… and ,ssl=true where they are needed.";
        foreach (string fault in EmbeddingGenerators.Faults(knowledge.Embeddings)) yield return $"DeepFix:Knowledge:Embeddings:{fault}";
    }

    private static bool IsRedis(string text)
    {
        try
        {
            return StackExchange.Redis.ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new Npgsql.NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Credentials(ServerOptions options)
    {
        for (int i = 0; i < options.Mlflow.Hosts.Length; i++)
        {
            MlflowHostOptions host = options.Mlflow.Hosts[i];
            string where = string.Create(CultureInfo.InvariantCulture, $"DeepFix:Mlflow:Hosts:{i}");
            if (Origin.Parse(host.Url) is null) yield return $"{where}:Url is '{Shown(host.Url)}'. Write scheme://host:port without user name or password.";
            if (host.Token is not null && host.Username is not null) yield return $"{where} has both Token and Username. Keep one.";
            if (host.Username is null != host.Password is null) yield return $"{where} needs Username and Password together.";
        }
    }

    /// <summary>A setting as it may be printed: a password in a URI is not.</summary>
    private static string Shown(string value) => SafeEcho.WithoutSecrets(value);
}
