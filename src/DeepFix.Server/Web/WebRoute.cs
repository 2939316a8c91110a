using DeepFix.Server.Security;

namespace DeepFix.Server.Web;

/// <summary>Marks a route of the web page: what goes wrong there is told as a page, and who may come in is told by a cookie.</summary>
internal sealed class WebRoute
{
    private static readonly object Key = new(), Path = new();

    /// <summary>Whether a request is for a page.</summary>
    public static bool IsAskedFor(HttpContext http) => http.Items.ContainsKey(Key);

    /// <summary>The path under which the server is shown.</summary>
    public static PathString BaseOf(HttpContext http) => http.Items[Path] is PathString path ? path : http.Request.PathBase;

    /// <summary>Remembers what a failure takes away: whether a page was asked for, and under which path.</summary>
    public static Task RememberAsync(HttpContext http, RequestDelegate next)
    {
        http.Items[Path] = http.Request.PathBase;
        if (http.GetEndpoint()?.Metadata.GetMetadata<WebRoute>() is not null) http.Items[Key] = true;
        return next(http);
    }

    /// <summary>The same marks on all routes of the page.</summary>
    public static void Mark(IEndpointConventionBuilder routes) => routes.WithMetadata(new WebRoute(), PagePolicy.Own, new ExcludeFromDescriptionAttribute());
}
