using Microsoft.Net.Http.Headers;

namespace DeepFix.Server.Security;

/// <summary>Headers that tell browsers to do nothing with an answer but show it. A route that serves a page sets its own policy, which stays.</summary>
internal static class SecurityHeaders
{
    private const string ReferrerPolicy = "Referrer-Policy";

    private static readonly (string Name, string Value)[] All =
    [
        (HeaderNames.XContentTypeOptions, "nosniff"),
        (HeaderNames.XFrameOptions, "DENY"),
        (HeaderNames.ContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        (ReferrerPolicy, "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        // What was found out about a run is nobody else's, caches on the way included.
        (HeaderNames.CacheControl, "no-store"),
    ];

    private const string AlwaysTls = "max-age=31536000";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        http.Response.OnStarting(Add, http);
        return next(http);
    });

    /// <summary>Sets the headers of a page.</summary>
    public static void Set(IHeaderDictionary headers, PagePolicy policy)
    {
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, policy.ContentSecurity);
        headers.TryAdd(ReferrerPolicy, policy.Referrer);
    }

    private static Task Add(object state)
    {
        var http = (HttpContext)state;
        IHeaderDictionary headers = http.Response.Headers;
        if (http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>() is { } policy) Set(headers, policy);
        foreach ((string name, string value) in All) headers.TryAdd(name, value);
        if (http.Request.IsHttps && !Origin.IsLoopbackHost(http.Request.Host.Host)) headers.TryAdd(HeaderNames.StrictTransportSecurity, AlwaysTls);
        return Task.CompletedTask;
    }
}
