namespace DeepFix.Client.Http;

/// <summary>How the server is connected to.</summary>
internal static class Connections
{
    private const string ApiKeyVariable = "DEEPFIX_API_KEY";

    /// <summary>No redirect is followed: it could carry the key to another host. The client keeps the time itself.</summary>
    public static HttpMessageHandler NewHandler(DeepFixClientOptions options) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    public static HttpClient NewClient(DeepFixClientOptions options) => new(NewHandler(options)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The address with a slash at its end.</summary>
    /// <exception cref="ArgumentException">It is not one of http or https.</exception>
    public static Uri Root(DeepFixClientOptions options)
        => Uri.TryCreate(options.ServerUrl.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) && root.Scheme is ("http" or "https")
            ? root
            : throw new ArgumentException($"'{options.ServerUrl}' is not the address of a server. Write it as {DeepFixClientOptions.DefaultServerUrl}.", nameof(options));

    public static string? ApiKey(DeepFixClientOptions options)
        => options.ApiKey ?? (Environment.GetEnvironmentVariable(ApiKeyVariable) is { Length: > 0 } key ? key : null);
}
