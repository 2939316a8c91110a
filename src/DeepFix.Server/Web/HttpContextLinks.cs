namespace DeepFix.Server.Web;

internal static class HttpContextLinks
{
    /// <summary>Addresses of the pages as this request's caller sees them.</summary>
    public static WebLinks Links(this HttpContext http) => new(WebRoute.BaseOf(http));
}
