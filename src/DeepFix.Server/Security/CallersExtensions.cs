using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Security;

internal static class CallersExtensions
{
    /// <summary>Who may call, and how often.</summary>
    public static void AddCallers(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<SignInCookie>();
        services.AddSingleton<CallsUnderWay>();
        services.AddRateLimiter();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, CallerRate>();
    }

    /// <summary>Looks at host, origin, key and rate, in this order, before anything of a request is read.</summary>
    public static void UseCallers(this WebApplication app)
    {
        app.UseMiddleware<LoopbackGuard>();
        app.UseMiddleware<ApiKeyCheck>();
        app.Use(app.Services.GetRequiredService<CallsUnderWay>().CountAsync);
        app.UseRateLimiter();
    }

    /// <summary>Opens a route, or a group of them, to everybody.</summary>
    public static T WithoutApiKey<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new NeedsNoKey());
}
