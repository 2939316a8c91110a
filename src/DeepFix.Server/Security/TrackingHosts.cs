using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Security;

/// <summary>Which tracking servers a caller may have read: those that the operator lists. Without a list, those on this machine, and only where all callers are on it too.</summary>
internal sealed class TrackingHosts(IOptions<ServerOptions> options, ListeningAddresses listening)
{
    private readonly HashSet<Origin>? _listed = options.Value.AllowedTrackingHosts?.Select(Origin.Parse).OfType<Origin>().ToHashSet();

    /// <summary>Lets a tracking server pass.</summary>
    /// <exception cref="DeepFixException">FORBIDDEN: it is not on the list.</exception>
    public void Check(Origin host)
    {
        bool isAllowed = _listed is null ? host.IsLoopback && listening.AreLoopbackOnly : _listed.Contains(host);
        if (isAllowed) return;

        throw new DeepFixException(
            ErrorCode.Forbidden,
            $"The tracking server {host} is not among those that this server may read from.",
            $"Ask whoever runs this server to add {host} to the setting DeepFix:AllowedTrackingHosts (environment: DeepFix__AllowedTrackingHosts__0={host}).",
            new JsonObject { ["tracking_uri"] = host.ToString() });
    }
}
