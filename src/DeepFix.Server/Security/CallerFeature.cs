namespace DeepFix.Server.Security;

/// <summary>The caller of a request, known once its key was looked at.</summary>
internal static class CallerFeature
{
    /// <summary>Who sent this request.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? Security.Caller.Anonymous;

    /// <summary>Says who sent it.</summary>
    public static void IsFrom(this HttpContext http, Caller caller) => http.Features.Set(caller);
}
