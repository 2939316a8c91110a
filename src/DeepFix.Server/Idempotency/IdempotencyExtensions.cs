namespace DeepFix.Server.Idempotency;

internal static class IdempotencyExtensions
{
    /// <summary>Answers that are kept under a key.</summary>
    public static void AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<IdempotentRequests>();
    }

    /// <summary>A POST with an <c>Idempotency-Key</c> is worked on once, however often it is sent.</summary>
    public static void UseIdempotency(this IApplicationBuilder app)
        => app.Use((http, next) => IdempotentRequests.KeyOf(http.Request) is { } key ? http.RequestServices.GetRequiredService<IdempotentRequests>().HandleAsync(http, key, next) : next(http));
}
