using DeepFix.Server.Hosting;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace DeepFix.Server.Knowledge;

internal static class KnowledgeExtensions
{
    /// <summary>The knowledge base and the cache before it; a second level of the cache where one is configured.</summary>
    public static void AddKnowledge(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(static provider => new AnswerCache(CacheLimits.Default, provider.GetRequiredService<TimeProvider>(), provider.GetService<SecondLevel>(), provider.GetRequiredService<ILoggerFactory>()));
        if (string.IsNullOrEmpty(builder.Configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.Knowledge)}:{nameof(KnowledgeOptions.RedisConnectionString)}"])) return;
        services.AddSingleton(static provider => new RedisCache(RedisOptions(provider.GetRequiredService<IOptions<ServerOptions>>().Value.Knowledge.RedisConnectionString!)));
        services.AddSingleton(static provider => new SecondLevel(provider.GetRequiredService<RedisCache>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SecondLevel>>()));
        services.AddHostedService<SecondLevelPulse>();
        services.AddHealthChecks().AddCheck<SecondLevelCheck>("knowledge_cache");
    }

    private static RedisCacheOptions RedisOptions(string connectionString)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(connectionString);
        configuration.AbortOnConnectFail = false;
        // Nothing waits for a Redis that is away.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return new RedisCacheOptions { ConfigurationOptions = configuration, InstanceName = "deepfix:" };
    }
}
