using DeepFix.Api;
using Microsoft.Net.Http.Headers;

namespace DeepFix.Server.Security;

/// <summary>Lets nobody in without a key, where keys are asked for; routes marked <see cref="NeedsNoKey"/> are open.</summary>
internal sealed class ApiKeyCheck(RequestDelegate next, ApiKeys keys)
{
    private const string Scheme = "Bearer ";
    private const string Suggestion = "Send the header 'Authorization: Bearer KEY' with a key from whoever runs this server (clients: api_key, --api-key or DEEPFIX_API_KEY).";

    public Task InvokeAsync(HttpContext http)
    {
        if (!keys.AreAskedFor || http.GetEndpoint()?.Metadata.GetMetadata<NeedsNoKey>() is not null) return next(http);
        http.IsFrom(Identify(http.Request));
        return next(http);
    }

    private Caller Identify(HttpRequest request)
    {
        if (request.Headers[HeaderNames.Authorization] is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new DeepFixException(ErrorCode.Unauthorized, "This server asks for an API key, and none was sent.", Suggestion);

        return keys.Find(header[Scheme.Length..].Trim()) ?? throw new DeepFixException(ErrorCode.Unauthorized, "The API key that was sent is not one of this server's.", Suggestion);
    }
}
