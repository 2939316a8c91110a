using DeepFix.Fetch;

namespace DeepFix.Server.Errors;

/// <summary>The id of a request: made here, sent back as <c>X-Request-Id</c> with every answer, and the <c>request_id</c> of an analysis.</summary>
internal static class RequestIdFeature
{
    public const string Header = "X-Request-Id";

    private static readonly object Key = new();

    public static string RequestId(this HttpContext http) => (string)http.Items[Key]!;

    /// <summary>Makes the id. The header is set when the answer starts, since an error answer begins with a clean slate.</summary>
    public static Task Assign(HttpContext http, RequestDelegate next)
    {
        string id = RequestIds.New();
        http.Items[Key] = id;
        http.TraceIdentifier = id;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        return next(http);
    }
}
