using DeepFix.Api;
using DeepFix.Server.Web;
using Microsoft.Net.Http.Headers;

namespace DeepFix.Server.Security;

/// <summary>Lets nobody in without a key, where keys are asked for; routes marked <see cref="NeedsNoKey"/> are open.</summary>
internal sealed class ApiKeyCheck(RequestDelegate next, ApiKeys keys, SignInCookie cookie)
{
    private const string Scheme = "Bearer ";
    private const string Suggestion = "Send the header 'Authorization: Bearer KEY' with a key from whoever runs this server (clients: api_key, --api-key or DEEPFIX_API_KEY).";

    public Task InvokeAsync(HttpContext http)
    {
        if (!keys.AreAskedFor || http.GetEndpoint()?.Metadata.GetMetadata<NeedsNoKey>() is not null) return next(http);
        if (WebRoute.IsAskedFor(http) && !http.Request.Headers.ContainsKey(HeaderNames.Authorization)) return SignedInAsync(http);
        http.IsFrom(Identify(http.Request));
        return next(http);
    }

    /// <summary>A page is for whoever is signed in; a browser that is not is led to where that is done.</summary>
    private Task SignedInAsync(HttpContext http)
    {
        if (cookie.CallerOf(http) is { } caller)
        {
            http.IsFrom(caller);
            return next(http);
        }

        http.Response.Redirect(new WebLinks(http.Request.PathBase).SignIn(HttpMethods.IsGet(http.Request.Method) ? http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent() : null));
        return Task.CompletedTask;
    }

    private Caller Identify(HttpRequest request)
    {
        if (request.Headers[HeaderNames.Authorization] is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new DeepFixException(ErrorCode.Unauthorized, "This server asks for an API key, and none was sent.", Suggestion);

        return keys.Find(header[Scheme.Length..].Trim()) ?? throw new DeepFixException(ErrorCode.Unauthorized, "The API key that was sent is not one of this server's.", Suggestion);
    }
}
