using DeepFix.Api;
using DeepFix.Server.Security;
using DeepFix.Server.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DeepFix.Server.Web;

/// <summary>Failures as pages, for whoever asked for a page.</summary>
internal static class WebErrors
{
    /// <summary>Whether a failure is told as a page: on our own pages, and where a browser came to an address that does not exist.</summary>
    public static bool ArePagesFor(HttpContext http)
        => WebRoute.IsAskedFor(http) || (http.GetEndpoint() is null or { Metadata.Count: 0 } && HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && Errors.Accepted.Quality(http.Request, "text/html") > Errors.Accepted.Quality(http.Request, "application/json"));

    /// <summary>Sends the page.</summary>
    public static async Task SendAsync(HttpContext http, DeepFixException failure)
    {
        SecurityHeaders.Set(http.Response.Headers, PagePolicy.Own);
        // Of a page that failed half-way; rendering adds it again.
        http.Response.Headers.Remove("blazor-enhanced-nav");
        // What renders pages renders one in a scope: the page that failed had this one.
        IServiceProvider before = http.RequestServices;
        await using AsyncServiceScope scope = before.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<ErrorPage>(new { Failure = failure }) { StatusCode = http.Response.StatusCode }.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = before;
        }
    }
}
