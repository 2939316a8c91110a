using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Security;

/// <summary>How often one API key may call: a bucket of tokens for each name.</summary>
internal sealed class CallerRate(ApiKeys keys, CallsUnderWay calls, IOptions<ServerOptions> options) : IConfigureOptions<RateLimiterOptions>
{
    private readonly RateLimitOptions _limit = options.Value.RateLimit;

    public void Configure(RateLimiterOptions limiter)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsCounted(http)
            ? RateLimitPartition.GetTokenBucketLimiter(http.Caller().Name, _ => Bucket())
            : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = (rejected, _) => throw Exceeded(rejected);
    }

    private bool IsCounted(HttpContext http) => keys.AreAskedFor && http.Features.Get<Caller>() is not null;

    private TokenBucketRateLimiterOptions Bucket() => new()
    {
        TokenLimit = _limit.Burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / _limit.RequestsPerMinute,
        QueueLimit = 0,
    };

    private DeepFixException Exceeded(OnRejectedContext rejected)
    {
        double wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter) ? Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)) : 1;
        return new DeepFixException(
            ErrorCode.RateLimitExceeded,
            string.Create(CultureInfo.InvariantCulture, $"This API key may send {_limit.RequestsPerMinute} requests a minute, and {_limit.Burst} at once; these are used up."),
            string.Create(CultureInfo.InvariantCulture, $"Send the request again in {wait} s. Ask for the state of an analysis less often, or ask whoever runs the server to raise DeepFix:RateLimit:RequestsPerMinute."),
            new JsonObject { ["limit"] = _limit.RequestsPerMinute, ["in_flight"] = calls.Of(rejected.HttpContext.Caller()), ["retry_after"] = wait });
    }
}
