using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using DeepFix.Api;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;

namespace DeepFix.Server.Knowledge;

/// <summary>Keeps answers by key: HybridCache over a first level that keeps to the limits, with a second level that several servers share where there is one.
/// An answer that is asked for many times at once is computed once.</summary>
internal sealed class AnswerCache : IDisposable
{
    /// <summary>Name of the meter that counts hits and misses.</summary>
    public const string MeterName = "DeepFix.Knowledge";

    private readonly LimitedMemory _memory;
    private readonly ServiceProvider _services;
    private readonly HybridCache _cache;
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _hits, _misses;

    public AnswerCache(CacheLimits limits, TimeProvider time, IDistributedCache? secondLevel = null, ILoggerFactory? loggers = null)
    {
        _memory = new LimitedMemory(limits, time);
        // A container of its own: nothing else of the server shall take the limited memory for its cache.
        var services = new ServiceCollection();
        services.AddSingleton(time).AddSingleton<IMemoryCache>(_memory);
        if (secondLevel is not null) services.AddSingleton(secondLevel);
        if (loggers is not null) services.AddSingleton(loggers);
        services.AddHybridCache(options => options.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = limits.Life, LocalCacheExpiration = limits.Life })
            .AddSerializer<KeptResponse, KeptResponseJson>();
        _services = services.BuildServiceProvider();
        _cache = _services.GetRequiredService<HybridCache>();
        _hits = _meter.CreateCounter<long>("deepfix.knowledge.cache.hits", "{answer}", "Questions answered from what was kept");
        _misses = _meter.CreateCounter<long>("deepfix.knowledge.cache.misses", "{answer}", "Questions whose answer was computed");
        _meter.CreateObservableCounter("deepfix.knowledge.cache.evictions", () => _memory.Evictions, "{answer}", "Answers that made room for others");
        _meter.CreateObservableGauge("deepfix.knowledge.cache.entries", () => _memory.Entries, "{answer}", "Answers kept in memory");
        _meter.CreateObservableGauge("deepfix.knowledge.cache.size", () => _memory.Bytes, "By", "Their bytes");
    }

    /// <summary>Answers kept in memory.</summary>
    public int Entries => _memory.Entries;

    /// <summary>The answer kept under a key, or the one computed now. One with warnings, which a later one may do without, is not kept.</summary>
    public async ValueTask<(KnowledgeResponse Answer, bool IsKept)> GetAsync(string key, Func<CancellationToken, ValueTask<KnowledgeResponse>> compute, CancellationToken cancellationToken)
    {
        string name = NameOf(key);
        bool isComputed = false;
        KeptResponse kept;
        try
        {
            kept = await _cache.GetOrCreateAsync(name, ComputeAsync, cancellationToken: cancellationToken);
        }
        catch (PassingAnswerException passing)
        {
            _misses.Add(1);
            return (passing.Answer, false);
        }
        catch (InvalidDataException)
        {
            kept = await ComputeAsync(cancellationToken);
            await _cache.SetAsync(name, kept, cancellationToken: cancellationToken);
        }

        (isComputed ? _misses : _hits).Add(1);
        return (kept.Answer, !isComputed);

        async ValueTask<KeptResponse> ComputeAsync(CancellationToken token)
        {
            isComputed = true;
            KnowledgeResponse answer = await compute(token);
            return answer.Warnings is null ? new KeptResponse(answer) : throw new PassingAnswerException(answer);
        }
    }

    public void Dispose()
    {
        _meter.Dispose();
        _services.Dispose();
    }

    /// <summary>A key of any characters and any length under a name that every level takes.</summary>
    private static string NameOf(string key) => "knowledge:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // HybridCache keeps whatever is returned to it; what shall not be kept goes past it.
    private sealed class PassingAnswerException(KnowledgeResponse answer) : Exception
    {
        public KnowledgeResponse Answer => answer;
    }
}
