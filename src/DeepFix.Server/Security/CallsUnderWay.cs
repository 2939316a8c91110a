using System.Collections.Concurrent;

namespace DeepFix.Server.Security;

/// <summary>How many requests of a caller are under way.</summary>
internal sealed class CallsUnderWay
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Of(Caller caller) => _counts.GetValueOrDefault(caller.Name);

    public async Task CountAsync(HttpContext http, RequestDelegate next)
    {
        string name = http.Caller().Name;
        _counts.AddOrUpdate(name, 1, static (_, count) => count + 1);
        try
        {
            await next(http);
        }
        finally
        {
            _counts.AddOrUpdate(name, 0, static (_, count) => count - 1);
        }
    }
}
