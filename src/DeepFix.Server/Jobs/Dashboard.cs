using System.Text;
using DeepFix.Api;
using DeepFix.Server.Security;
using Hangfire;

namespace DeepFix.Server.Jobs;

/// <summary>Hangfire's pages of what waits, runs and failed. For the operator's key alone, and only to look at: requests are cancelled through the API.</summary>
internal static class Dashboard
{
    private const string Path = "/hangfire";

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var page = new Lazy<RequestDelegate>(() => Build(routes.ServiceProvider));
        routes.Map(Path + "/{**page}", http => ShowAsync(http, page)).ExcludeFromDescription().WithoutApiKey();
    }

    private static Task ShowAsync(HttpContext http, Lazy<RequestDelegate> page)
    {
        ApiKeys keys = http.RequestServices.GetRequiredService<ApiKeys>();
        if (KeyOf(http.Request) is { } key && keys.Find(key) is { IsOperator: true })
        {
            http.Response.Headers.ContentSecurityPolicy = PagePolicy.Value;
            // The pages have routes of their own: this endpoint has done its part.
            http.SetEndpoint(null);
            return page.Value(http);
        }

        http.Response.Headers.WWWAuthenticate = "Basic realm=\"DeepFix: any user name, and an operator's API key as the password\", charset=\"UTF-8\"";
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var failure = new DeepFixException(ErrorCode.Unauthorized, "This page is for whoever runs the server.", "Send an API key that DeepFix:ApiKeys marks with IsOperator: as the password of Basic authentication (a browser asks for it), or as 'Authorization: Bearer KEY'.");
        return Errors.ErrorAnswer.SendAsync(http, failure, http.RequestServices.GetRequiredService<TimeProvider>());
    }

    private static RequestDelegate Build(IServiceProvider services)
    {
        // Who may look was decided above; the dashboard's own rule would let in whoever is on this machine.
        var options = new DashboardOptions { Authorization = [], AsyncAuthorization = [], IsReadOnlyFunc = static _ => true, AppPath = null, DashboardTitle = "DeepFix", DisplayStorageConnectionString = false };
        return new ApplicationBuilder(services).UseHangfireDashboard(Path, options, services.GetRequiredService<JobBackend>().Storage).Build();
    }

    /// <summary>The key of a Bearer header, or the password of a Basic one.</summary>
    private static string? KeyOf(HttpRequest request)
    {
        const string Bearer = "Bearer ", Basic = "Basic ";
        string header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        byte[] bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out int written)) return null;
        string account = Encoding.UTF8.GetString(bytes, 0, written);
        return account.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? account[(colon + 1)..] : null;
    }
}
