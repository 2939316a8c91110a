using DeepFix.Knowledge;
using DeepFix.Knowledge.Dense;
using DeepFix.Knowledge.Dense.Generators;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace DeepFix.Server.Knowledge;

internal static class KnowledgeExtensions
{
    /// <summary>The knowledge base and the cache before it; an embedding model and a second level of the cache where they are configured.</summary>
    public static void AddKnowledge(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(static provider => new AnswerCache(CacheLimits.Default, provider.GetRequiredService<TimeProvider>(), provider.GetService<SecondLevel>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<KnowledgeAnswers>();
        const string Section = $"{ServerOptions.Section}:{nameof(ServerOptions.Knowledge)}";
        if (!string.IsNullOrEmpty(builder.Configuration[$"{Section}:{nameof(KnowledgeOptions.Embeddings)}:{nameof(DenseOptions.Kind)}"])) services.AddEmbeddings();
        if (!string.IsNullOrEmpty(builder.Configuration[$"{Section}:{nameof(KnowledgeOptions.RedisConnectionString)}"])) services.AddSecondLevel();
    }

    private static void AddEmbeddings(this IServiceCollection services)
    {
        services.AddSingleton(static provider =>
        {
            DenseOptions options = provider.GetRequiredService<IOptions<ServerOptions>>().Value.Knowledge.Embeddings;
            try
            {
                (IEmbeddingGenerator<string, Embedding<float>> generator, string model) = EmbeddingGenerators.Create(options);
                return new DenseSearch(KnowledgeSearch.Default, generator, model, options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DenseSearch>>());
            }
            catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new OptionsValidationException(nameof(ServerOptions), typeof(ServerOptions), [$"DeepFix:Knowledge:Embeddings cannot be used: {unusable.Message}"]);
            }
        });
        services.AddHostedService<DensePreparation>();
        services.AddHealthChecks().AddCheck<DenseCheck>("knowledge_embeddings");
    }

    private static void AddSecondLevel(this IServiceCollection services)
    {
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
