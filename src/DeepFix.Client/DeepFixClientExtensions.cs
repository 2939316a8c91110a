using DeepFix.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DeepFix.Client;

/// <summary>Registers a client with IHttpClientFactory.</summary>
public static class DeepFixClientExtensions
{
    /// <summary>Adds <see cref="DeepFixClient"/>, with connections from IHttpClientFactory and a retry pipeline of its own: do not put a standard resilience handler on top, which would cut a long analysis and send it twice.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Where the server is, and how patient to be; null = the server on this machine.</param>
    /// <returns>The builder, for handlers of your own.</returns>
    public static IHttpClientBuilder AddDeepFixClient(this IServiceCollection services, DeepFixClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddDeepFixClient(_ => options ?? new DeepFixClientOptions());
    }

    /// <summary>The same, with options that depend on other services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Gives the options; asked once for every client.</param>
    public static IHttpClientBuilder AddDeepFixClient(this IServiceCollection services, Func<IServiceProvider, DeepFixClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddHttpClient(nameof(DeepFixClient), http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => Connections.NewHandler(options(provider)))
            .AddTypedClient((http, provider) => new DeepFixClient(http, options(provider), provider.GetRequiredService<TimeProvider>()));
    }
}
