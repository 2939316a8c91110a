using DeepFix.Fetch;

namespace DeepFix.Server.Errors;

/// <summary>The id of a request: made here, sent back as <c>X-Request-Id</c> with every answer, and the <c>request_id</c> of an analysis.</summary>
internal static class RequestIdFeature
{
    public const string Header = "X-Request-Id";

    private static readonly object Key = new(), Arrival = new();

    public static string RequestId(this HttpContext http) => (string)http.Items[Key]!;

    /// <summary>The clock's timestamp when the request arrived.</summary>
    public static long ArrivedAt(this HttpContext http) => (long)http.Items[Arrival]!;

    /// <summary>Lets a request go on under the id of an earlier one, which it repeats.</summary>
    public static void GoOnAs(this HttpContext http, string id)
    {
        http.Items[Key] = id;
        http.TraceIdentifier = id;
    }

    /// <summary>Makes the id. The header is set when the answer starts, since an error answer begins with a clean slate.</summary>
    public static Task Assign(HttpContext http, RequestDelegate next)
    {
        http.GoOnAs(RequestIds.New());
        http.Items[Arrival] = http.RequestServices.GetRequiredService<TimeProvider>().GetTimestamp();
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[Header] = http.RequestId();
            return Task.CompletedTask;
        });
        return next(http);
    }
}
